"""README.txt of the zip: what each file is, in plain words."""

import datetime as dt
from dataclasses import fields

from accounts.models import User
from tracker.domain.parameters import HIGH, LOW, MIDDLE, Parameters
from tracker.export.document import VERSION
from tracker.people import model_fits

_TEXT = """\
Everything that Cobalog holds of you, taken out on {day}.

Cobalog informs; it gives no medical advice. What is in here are your own notes, figures of foods from published tables
and labels, and the estimates of a model.

FILES
  cobalog.json      All of it, exactly as it is stored. With this file another Cobalog, or a new account here, shows the
                    same pages: Settings, Your data, Bring an export back. Format {version}; schema.json describes it.
  entries.csv       What you logged, a line each, oldest day first. What you removed is not in it.
  medicines.csv     What you take or took, in mg and tablets a day.
  conditions.csv    Conditions, operations and habits you named. who: "family" is somebody of your family.
  symptoms.csv      Scores by day. 0 is "none" as you said it; a day without a line says nothing.
  blood_tests.csv   A line a value, in the unit that the laboratory printed, with its own range.
  regimens.csv      What you take by a plan: a line for each stretch with one rhythm.
  doses.csv         Which entries were doses of a plan, and where an injection was given.
  day_marks.csv     What you said about whole days.
  fhir.json         For doctors' systems: HL7 FHIR R4, a bundle of the type "collection".
  photos/           Labels that you sent along with proposals, if there are any.

HOW TO READ THE TABLES
  * An empty cell is not known, or was not said. It never means 0; 0 is written as 0.
  * ug is micrograms (millionths of a gram) of vitamin B12. quantity is in g, ml or units, as quantity_unit says.
  * swallowed_ug: what the source of the food says was in it. counted_ug: what of it counts as vitamin B12; look-alikes
    and disputed figures count 0. added_ug: the part that was added to the food.
  * grade: how good the figure is: analysed, calculated, label, assumed, user (typed in by you).
  * local_date is the day it counts for on your clock: your days start at {day_start}. local_time is what the clock
    showed, time_zone which clock that was; eaten_at is the same moment in UTC.
  * "since_is_exact_to" month or year: the rest of that date stands for not knowing better.
  * Text that a spreadsheet would run as a formula has an apostrophe before it. Take it off, and it is as you wrote it.
  * Decimal points, commas between cells, UTF-8 with a byte order mark, so that spreadsheets read it.

ABSORBED: A MODEL, NOT A MEASUREMENT
  absorbed_ug, with absorbed_low_ug and absorbed_high_ug, is what the model of Cobalog says the body probably took up of
  an entry, or kept of an injection. It knows your age, medicines and conditions as you gave them, and not you.
  {fits}
  Things within {merge} minutes of the first bite are one meal and share what is absorbed of it, each in proportion to
  what of it the gut is offered; what the gut can carry needs {recovery} hours to be back. Constants, low, middle, high:
{constants}
  A cell is empty where nobody knows the amount, and for sprays through the nose. More: docs/model.md, One meal.
"""


def readme(person: User, *, today: dt.date) -> str:
    return _TEXT.format(
        day=today,
        version=VERSION,
        day_start=f"{person.day_start:%H:%M}",
        merge=int(MIDDLE.merge_h * 60),
        recovery=f"{MIDDLE.recovery_h:g}",
        constants="\n".join(f"    {one.name}: {_three(one.name)}" for one in fields(Parameters)),
        fits="Its figures were worked out on the day of this export, with the constants below."
        if model_fits(person, today=today)
        else "These cells are empty: the model does not fit you now, as Status says.",
    )


def _three(name: str) -> str:
    return ", ".join(f"{getattr(one, name):g}" for one in (LOW, MIDDLE, HIGH))
