"""The door of the yearly report for the public site."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.publishing.yearly_report import queries


@dataclass(frozen=True)
class EditionSummary:
    """A published edition as a list shows it; `url` is its public page."""

    year: str
    title: str
    as_at: date
    url: str


def editions(*, at_most: int) -> list[EditionSummary]:
    """The latest edition of each year's report, the latest year first. One query."""
    found: dict[str, EditionSummary] = {}
    for row in queries.editions():
        year = row.report.year
        if year not in found:
            url = reverse("yearly_report_public:latest", args=[year])
            found[year] = EditionSummary(year, row.title, row.as_at, url)
    return list(found.values())[:at_most]
