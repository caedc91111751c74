"""What bears on absorption, in words for people: the rows of `domain.states` that somebody may have or take."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Medicine(models.TextChoices):
    METFORMIN = "metformin", _("metformin")
    PPI = "ppi", _("an acid blocker (PPI, such as omeprazole)")
    POTASSIUM_COMPETITIVE_BLOCKER = "potassium_competitive_blocker", _("a newer acid blocker (such as vonoprazan)")
    H2_BLOCKER = "h2_blocker", _("an H2 blocker (such as famotidine)")
    COLCHICINE = "colchicine", _("colchicine")
    COLESTYRAMINE = "colestyramine", _("colestyramine")
    AMINOSALICYLIC_ACID = "aminosalicylic_acid", _("4-aminosalicylic acid")


class StomachCondition(models.TextChoices):
    PERNICIOUS_ANAEMIA = "pernicious_anaemia", _("no intrinsic factor (pernicious anaemia)")
    ATROPHIC_GASTRITIS = "atrophic_gastritis", _("atrophic gastritis")
    ACHLORHYDRIA = "achlorhydria", _("no stomach acid")
    GASTRITIS = "gastritis", _("gastritis")
    H_PYLORI = "h_pylori", _("Helicobacter pylori")
    PARTIAL_GASTRECTOMY = "partial_gastrectomy", _("a part of the stomach removed")
    TOTAL_GASTRECTOMY = "total_gastrectomy", _("the whole stomach removed")
    GASTRIC_BYPASS = "gastric_bypass", _("a gastric bypass")
    SLEEVE_GASTRECTOMY = "sleeve_gastrectomy", _("a sleeve gastrectomy")
    BILIOPANCREATIC_DIVERSION = "biliopancreatic_diversion", _("a biliopancreatic diversion or duodenal switch")


class BowelCondition(models.TextChoices):
    ILEUM_UNDER_20_CM = "ileum_under_20_cm", _("less than 20 cm of the last small bowel removed")
    ILEUM_20_60_CM = "ileum_20_60_cm", _("20 to 60 cm of the last small bowel removed")
    ILEUM_OVER_60_CM = "ileum_over_60_cm", _("more than 60 cm of the last small bowel removed")
    CROHN_ILEAL = "crohn_ileal", _("Crohn’s disease of the last small bowel")
    COELIAC = "coeliac", _("coeliac disease")
    BACTERIAL_OVERGROWTH = "bacterial_overgrowth", _("bacterial overgrowth of the small bowel")
    PANCREATIC_INSUFFICIENCY = "pancreatic_insufficiency", _("a pancreas that gives too few enzymes")
    ABDOMINAL_RADIOTHERAPY = "abdominal_radiotherapy", _("radiotherapy of the belly")
    HIV_DIARRHOEA = "hiv_diarrhoea", _("HIV with lasting diarrhoea")
    TROPICAL_SPRUE = "tropical_sprue", _("tropical sprue")
    FISH_TAPEWORM = "fish_tapeworm", _("a fish tapeworm")


class Ageing(models.TextChoices):
    """What age alone may do: it can be shown, not begun or ended."""

    AGE_50_59 = "age_50_59", _("an age of 50 to 59")
    AGE_60_74 = "age_60_74", _("an age of 60 to 74")
    AGE_75 = "age_75", _("an age of 75 or more")


STATE_GROUPS = ((_("Medicines"), Medicine), (_("Stomach"), StomachCondition), (_("Bowel and others"), BowelCondition))
STATE_NAMES = {
    str(state.value): state.label for kinds in (Medicine, StomachCondition, BowelCondition, Ageing) for state in kinds
}
STATES_TO_CHOOSE = frozenset(str(state.value) for _group, kinds in STATE_GROUPS for state in kinds)
