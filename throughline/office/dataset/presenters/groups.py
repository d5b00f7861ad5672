"""Disproportionality: a table and a chart a breakdown."""

from throughline.foundation.charts.chart import NOT_AVAILABLE
from throughline.foundation.charts.ranking import Area, comparison_chart
from throughline.foundation.figures.formulas import rounded
from throughline.foundation.ui.parts import Column, Table
from throughline.office.dataset.presenters.indicator import Drawn, picture
from throughline.office.dataset.queries.groups import Breakdown
from throughline.office.dataset.rules.groups import Compared


def drawn(title: str, found: Breakdown) -> tuple[Drawn, Table]:
    heading = f"By {found.breakdown}, {found.span.label}"
    bars = [
        Area(
            each.group,
            each.rate.shown if each.rate and not each.hidden else None,
            _rate(each),
            low=rounded(each.interval.low) if each.interval and not each.hidden else None,
            high=rounded(each.interval.high) if each.interval and not each.hidden else None,
        )
        for each in found.groups
    ]
    chart = comparison_chart(
        f"{title}, {heading[:1].lower()}{heading[1:]}", bars, unit="per 10,000 children of the group", ranked=False,
        what="Group",
    )  # fmt: skip
    columns = [
        Column("Group"), Column("Children counted", True), Column("Children who live here", True),
        Column("Rate per 10,000", True), Column("Times the rate of all others", True), Column("In words"),
    ]  # fmt: skip
    rows = [
        [
            each.group, "c" if each.hidden else f"{each.line.count:,}", _lives(each), _rate(each),
            _ratio(each), _words(each),
        ]
        for each in found.groups
    ]  # fmt: skip
    return Drawn(heading, picture(chart), note=_note(found)), Table(heading, columns, rows)


def _note(found: Breakdown) -> str:
    where = "Counted in the agency’s return" if found.returned else "Recorded by the business unit"
    return f"{where}. Population: {found.vintage}."


def _lives(each: Compared) -> str:
    return f"{each.line.population:,}" if each.line.population else NOT_AVAILABLE


def _rate(each: Compared) -> str:
    if each.hidden:
        return "c"
    if each.rate is None or each.interval is None:
        return NOT_AVAILABLE
    return f"{each.rate.shown:,} ({rounded(each.interval.low):,} to {rounded(each.interval.high):,})"


def _ratio(each: Compared) -> str:
    if each.hidden:
        return "c"
    if each.ratio is None:
        return NOT_AVAILABLE
    low, high = rounded(each.ratio.interval.low), rounded(each.ratio.interval.high)
    return f"{rounded(each.ratio.value)} ({low} to {high})"


def _words(each: Compared) -> str:
    if each.hidden:
        return "a small number, or one that gives it away"
    if each.ratio is None:
        return "nothing to compare"
    if not each.ratio.differs:
        return "no clear difference"
    return "clearly higher than all others" if each.ratio.value > 1 else "clearly lower than all others"
