"""The gallery shows every rule, each as often as its words have variants."""

from tracker.domain.risks.evaluate import RULES
from tracker.domain.risks.findings import Level
from tracker.reports.findings import gallery
from tracker.reports.findings.gallery import Gallery, cases_by_code


def test_levels_stand_most_pressing_first_and_hold_their_own_samples_only():
    shown = Gallery.build()

    assert [level.key for level in shown.levels] == ["urgent", "see-a-clinician", "caution", "info"]
    assert [level.label for level in shown.levels] == ["Urgent", "See a clinician", "Plan something", "Good to know"]
    for level in shown.levels:
        assert {sample.finding.level for sample in level.samples} <= {Level(level.key)}


def test_samples_of_one_rule_are_numbered():
    samples = [one for level in Gallery.build().levels for one in level.samples if one.code == "emergency-signs"]

    assert [(one.number, one.of) for one in samples] == [(n, len(samples)) for n in range(1, len(samples) + 1)]
    assert len(samples) == len(cases_by_code()["emergency-signs"]) > 1


def test_a_rule_without_a_sample_is_named(monkeypatch):
    few = {code: cases for code, cases in cases_by_code().items() if code == "self-harm"}
    monkeypatch.setattr(gallery, "cases_by_code", lambda: few)
    shown = Gallery.build()

    assert shown.codes == 1
    assert shown.without == tuple(sorted(RULES.keys() - {"self-harm"}))


def test_samples_lead_to_no_page_of_anybodys():
    for level in Gallery.build().levels:
        for sample in level.samples:
            assert not sample.shown.linked
            assert 'href="/status/' not in sample.shown.laid_out("card")
