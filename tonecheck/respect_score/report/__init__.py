"""The respect score as pages to read: one a client, and a list of them; one subject a file."""

from tonecheck.respect_score.report.folder import check_place, write_pages

__all__ = ["check_place", "write_pages"]
