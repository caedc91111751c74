"""What-ifs: one to three changes beside today's habit, as Status and their own pages show them."""

from tracker.reports.whatif.compare import Compared, Line, Side, readable
from tracker.reports.whatif.ground import Ground, Product
from tracker.reports.whatif.page import WhatIfPage
from tracker.reports.whatif.panels import (
    Panel,
    Panels,
    Suggestion,
    WhatIfStart,
    panels,
    recent_what_ifs,
    suggestions,
    title_of,
)

__all__ = [
    "Compared",
    "Ground",
    "Line",
    "Panel",
    "Panels",
    "Product",
    "Side",
    "Suggestion",
    "WhatIfPage",
    "WhatIfStart",
    "panels",
    "readable",
    "recent_what_ifs",
    "suggestions",
    "title_of",
]
