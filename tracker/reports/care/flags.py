"""Red flags and places of the body in words: as questions beside a symptom, and as signs in a list."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUESTIONS: Mapping[str, Promise] = {
    "one_sided": _("Did it begin suddenly, on one side of the body?"),
    "sudden_trouble_walking": _("Did trouble walking begin suddenly?"),
    "sudden_sight_loss": _("Did you lose sight suddenly?"),
    "worsening_sight": _("Is your sight getting worse, but not suddenly?"),
    "bladder_leg_weakness": _("Is it new, and are your legs weak?"),
    "saddle_numbness": _("Are you numb where a saddle touches?"),
    "breathless_at_rest": _("Are you out of breath at rest?"),
    "chest_pain": _("Do you have chest pain?"),
    "fainting_palpitations": _("Did you faint while your heart raced?"),
    "jaundice": _("Do your skin or eyes turn yellow?"),
    "worst_headache": _("Is it the worst headache you ever had?"),
    "headache_fever_stiff_neck": _("Does it come with fever and a stiff neck?"),
    "fainting": _("Did you faint?"),
    "rapid_memory_change": _("Does your memory change fast?"),
    "sudden_confusion": _("Did it come within hours?"),
    "self_harm": _("Do you think of harming yourself?"),
    "ulcer_3_weeks": _("Has an ulcer not healed in 3 weeks?"),
    "unplanned_weight_loss": _("Did you lose weight without meaning to?"),
    "diarrhoea_blood_fever": _("Is there blood or fever?"),
}
SIGNS: Mapping[str, Promise] = {
    "one_sided": _("sudden weakness or numbness on one side"),
    "face_or_speech": _("a drooping face, or slurred speech"),
    "sudden_sight_loss": _("sudden loss of sight"),
    "chest_pain": _("chest pain"),
    "breathless_at_rest": _("out of breath at rest"),
    "fainting_palpitations": _("fainting with a racing heart"),
    "saddle_numbness": _("numbness where a saddle touches"),
    "bladder_leg_weakness": _("new trouble with bladder or bowel, and weak legs"),
    "sudden_confusion": _("sudden confusion"),
    "psychosis": _("seeing or hearing what others do not"),
    "worst_headache": _("the worst headache ever"),
    "headache_fever_stiff_neck": _("headache with fever and a stiff neck"),
    "sudden_trouble_walking": _("sudden trouble walking"),
    "swelling_after_dose": _("swelling of face or throat, or trouble breathing, after a dose"),
    "jaundice": _("skin or eyes that turn yellow"),
    "fainting": _("fainting"),
    "rapid_memory_change": _("memory that changes fast"),
    "unplanned_weight_loss": _("weight lost without meaning to"),
    "diarrhoea_blood_fever": _("diarrhoea with blood or fever"),
    "worsening_sight": _("sight that gets worse, not suddenly"),
    "ulcer_3_weeks": _("a mouth ulcer that has not healed in 3 weeks"),
    "self_harm": _("thoughts of harming yourself"),
    "fall_tripped": _("a fall with a trip or a slip"),
    "fall_unexplained": _("a fall without a reason"),
}
FALLS: Mapping[str, Promise] = {
    "fall_tripped": _("I tripped or slipped"),
    "fall_unexplained": _("I fell without a reason"),
}
COURSES: Mapping[str, Promise] = {
    "steady": _("It stays the same"),
    "spreading": _("It spreads"),
    "worse": _("It gets worse quickly"),
}
PLACE_NAMES: Mapping[str, Promise] = {
    "left_hand": _("left hand"),
    "right_hand": _("right hand"),
    "left_arm": _("left arm"),
    "right_arm": _("right arm"),
    "left_foot": _("left foot"),
    "right_foot": _("right foot"),
    "left_leg": _("left leg"),
    "right_leg": _("right leg"),
    "face": _("face"),
    "one_side": _("one side only"),
    "saddle": _("where a saddle touches"),
}
CLUSTER_NAMES: Mapping[str, Promise] = {
    "nerve": _("Nerve"),
    "muscle": _("Muscle"),
    "blood": _("Blood"),
    "mind": _("Mind"),
    "mouth": _("Mouth"),
    "gut": _("Gut"),
    "other": _("Other"),
    "baby": _("A baby"),
}
