"""The page Status: am I all right for the months ahead?"""

from tracker.reports.status.report import StatusReport

__all__ = ["StatusReport"]
