"""What the public may see of a figure: what the newest edition of its year shows. Answers foundation/figures."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from throughline.foundation.figures.published import EarlierEdition, PublishedFigure, PublishedInput
from throughline.publishing.yearly_report.models import Edition
from throughline.publishing.yearly_report.rules.showing import from_data


def edition_name(year: str, number: int) -> str:
    return f"Yearly report {year}, edition {number}"


def published_figure(figure_id: str, year: str) -> PublishedFigure | None:
    """None when no edition of the year shows the figure. One query."""
    editions = list(Edition.objects.filter(report__year=year).defer("html").order_by("-number"))
    if not editions:
        return None
    newest, earlier = editions[0], editions[1:]
    rows: Mapping[str, dict[str, Any]] = {row["id"]: row for row in newest.content["figures"]}
    row = rows.get(figure_id)
    if row is None:
        return None
    return PublishedFigure(
        figure=from_data(row),
        hidden=row["status"] == "suppressed",
        edition=edition_name(year, newest.number),
        url=reverse("yearly_report_public:latest", args=[year]),
        as_at=newest.as_at,
        published_at=newest.published_at,
        inputs=tuple(
            PublishedInput(i, rows[i]["label"], newest.content["shown"][i]) for i in row["inputs"] if i in rows
        ),
        earlier=tuple(
            EarlierEdition(
                edition_name(year, edition.number),
                edition.content["shown"][figure_id],
                edition.as_at,
                reverse("yearly_report_public:edition", args=[year, edition.number]),
            )
            for edition in earlier
            if figure_id in edition.content["shown"]
        ),
    )
