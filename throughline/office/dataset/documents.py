"""The subgroup's pack as a document, and as rows of a spreadsheet. Finished values in."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.foundation.charts.chart import NOT_AVAILABLE, Chart, as_picture
from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Document,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Run,
    Table,
    text,
)
from throughline.foundation.figures.words import unit_words
from throughline.foundation.ui import formats
from throughline.office.dataset.presenters import charts, indicator
from throughline.office.dataset.presenters.charts import Series, Variation
from throughline.office.dataset.queries.indicator import IndicatorPage
from throughline.office.dataset.queries.narrative import events_of
from throughline.office.dataset.queries.packs import Entry, PackFacts

NO_PRIORITY = "Serving no priority of the plan"
SHEET = ("Priority", "Code", "Indicator", "Series", "Period", "Value", "Shown", "Unit", "Variation",
         "Explanation")  # fmt: skip


@dataclass(frozen=True)
class Watched:
    """A series of an entry as process control sees it, its signals with what explains them."""

    heading: str
    series: Series
    found: Variation | None
    signals: tuple[indicator.SignalRow, ...]


@dataclass(frozen=True)
class Part:
    entry: Entry
    watched: tuple[Watched, ...]
    trend: Chart | None

    @property
    def name(self) -> str:
        return f"{self.entry.page.indicator.code} {self.entry.page.indicator}"

    @property
    def anchor(self) -> str:
        """Where its charts begin."""
        return f"indicator-{self.entry.page.indicator.pk}"

    @property
    def drawn(self) -> bool:
        return self.trend is not None or any(each.found is not None for each in self.watched)

    @property
    def priority(self) -> str:
        return self.entry.page.indicator.priority or NO_PRIORITY


def parts_of(facts: PackFacts) -> list[Part]:
    """By priority, those that serve none last."""
    made = [_part(entry) for entry in facts.entries]
    return sorted(made, key=lambda part: (part.priority == NO_PRIORITY, part.priority))


def _part(entry: Entry) -> Part:
    page = entry.page
    events = events_of(entry.said)
    watched = []
    for heading, series in indicator.series_of(page):
        found = indicator.varies_of(page, heading, series, events)
        signals = tuple(indicator.signal_rows(page, series, found, entry.said)) if found else ()
        watched.append(Watched(heading, series, found, signals))
    trend = charts.trend(page, charts.compared_series(page, page.default_model, "mean"))
    return Part(entry, tuple(watched), trend)


def pack_document(facts: PackFacts, parts: Sequence[Part], *, partnership: str, for_word: bool = False) -> Document:
    """Dashboard by priority, what changed, who has not returned, what is not explained, then every chart."""
    blocks: list[Block] = [Paragraph(text(_summary(facts, parts)))]
    blocks += [Heading(2, text("Dashboard by priority"), "dashboard")]
    for number, (priority, some) in enumerate(_by_priority(parts), start=1):
        blocks += [Heading(3, text(priority), f"priority-{number}"), _dashboard(priority, some)]
    blocks += [Heading(2, text("What changed"), "changed"), *_changed(facts, parts)]
    blocks += [Heading(2, text("Who has not returned"), "missing"), *_missing(facts)]
    blocks += [Heading(2, text("Explanations missing"), "explanations"), *_unexplained(facts, parts)]
    blocks.append(PageBreak())
    blocks.append(Heading(2, text("Charts"), "charts"))
    for part in parts:
        blocks += _charts(part, for_word=for_word)
    return Document(
        title="Dataset pack", blocks=tuple(blocks), author=partnership,
        lines=(partnership, f"As at {formats.day(facts.as_at)}"),
    )  # fmt: skip


def _summary(facts: PackFacts, parts: Sequence[Part]) -> str:
    signals = [signal for part in parts for each in part.watched for signal in each.signals]
    open_ones = sum(not signal.explained for signal in signals)
    return (
        f"{formats.counted(len(parts), 'indicator')} with values by {formats.day(facts.as_at)}."
        f" {formats.counted(len(signals), 'point')} beyond what usually varies, {open_ones} not explained yet."
        f" {formats.counted(len(facts.missing), 'return')} missing."
        f" {formats.counted(len(facts.questions), 'question')} to agencies open."
    )


def _by_priority(parts: Sequence[Part]) -> list[tuple[str, list[Part]]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.priority, []).append(part)
    return list(found.items())


def _dashboard(priority: str, parts: Sequence[Part]) -> Table:
    rows = []
    for part in parts:
        page = part.entry.page
        own = "; ".join(_latest(each.series) for each in part.watched if each.series.kind == "own")
        compared = page.compared
        official = charts.shown_as(page, compared.own) if compared else NOT_AVAILABLE
        beside = compared.beside if compared else ()
        country = next((each for each in beside if each.kind == "country"), None)
        near = next((each for each in beside if (each.model, each.aggregator) == (page.default_model, "mean")), None)
        variation = " ".join(said for each in part.watched if (said := _variation(each)))
        name = Run(part.name, link=f"#{part.anchor}" if part.drawn else "")
        rows.append(
            (
                text(name), text(own or NOT_AVAILABLE),
                text(f"{official} ({compared.span.label})" if compared else official),
                text(indicator.beside_said(page, near) if near else _not_compared(page)),
                text(indicator.beside_said(page, country) if country else _not_compared(page)),
                text(variation or "too few points"),
            )
        )  # fmt: skip
    model = parts[0].entry.page.default_model
    neighbours = f"Neighbours (model of {model}, mean)" if model else "Neighbours"
    headers = tuple(text(label) for label in ("Indicator", "Own", "Official", neighbours, "England", "Variation"))
    return Table(headers=headers, rows=tuple(rows), caption=f"Dashboard: {priority}")


def _not_compared(page: IndicatorPage) -> str:
    return NOT_AVAILABLE if page.comparable else "a count: not compared"


def _variation(watched: Watched) -> str:
    found = watched.found
    if found is None:
        return ""
    if not found.run:
        return found.icons[0].said if found.icons else ""
    return f"Run chart: {watched.signals[-1].said}." if watched.signals else "Run chart: no shift and no trend."


def _latest(series: Series) -> str:
    return f"{series.values[-1].shown} {unit_words(series.unit)} ({series.labels[-1]})"


def _changed(facts: PackFacts, parts: Sequence[Part]) -> list[Block]:
    """Special causes at the latest point, and values that were restated."""
    lines = []
    for part in parts:
        for each in part.watched:
            if each.signals and each.signals[-1].label == each.series.labels[-1]:
                last = each.signals[-1]
                lines.append(f"{part.name}, {each.heading}: {last.shown} in {last.label}, {last.said}.")
    for row in facts.restated:
        observation = row.observation
        lines.append(
            f"{observation.indicator}, {observation.period}: a value was restated on {formats.day(row.replaced_at)}."
        )
    if not lines:
        since = f" since the pack of {formats.day(facts.since)}" if facts.since else ""
        return [Paragraph(text(f"No series signals at its latest point, and no value was restated{since}."))]
    return [BulletList(tuple(Item(text(line)) for line in lines))]


def _missing(facts: PackFacts) -> list[Block]:
    if not facts.missing:
        return [Paragraph(text("Every agency that owes a value for the latest quarter has returned it."))]
    headers = tuple(text(label) for label in ("Agency", "Indicator", "Period"))
    rows = tuple((text(row.agency), text(row.indicator), text(row.period)) for row in facts.missing)
    return [Table(headers=headers, rows=rows, caption="Nothing returned for a quarter that is over")]


def _unexplained(facts: PackFacts, parts: Sequence[Part]) -> list[Block]:
    rows = [
        (text(part.name), text(part.entry.page.owner or "no owner"), text(_points(signals)), text(signals[0].said))
        for part in parts
        for each in part.watched
        for signals in indicator.stretches(each.series, each.signals)
    ]
    blocks: list[Block] = []
    if rows:
        headers = tuple(text(label) for label in ("Indicator", "Owner", "Point", "Signal"))
        blocks.append(Table(headers=headers, rows=tuple(rows), caption="Points without an explanation"))
    else:
        blocks.append(Paragraph(text("Every point that stands out is explained.")))
    if facts.questions:
        asked = [f"{row.organisation}: {row.text} ({row.point})" for row in facts.questions]
        blocks.append(Paragraph(text("Questions that wait for an answer:")))
        blocks.append(BulletList(tuple(Item(text(line)) for line in asked)))
    return blocks


def _points(signals: Sequence[indicator.SignalRow]) -> str:
    first, last = signals[0], signals[-1]
    if first is last:
        return f"{first.label}: {first.shown}"
    return f"{first.label} to {last.label}: {first.shown} to {last.shown}"


def _charts(part: Part, *, for_word: bool) -> list[Block]:
    if not part.drawn:
        return []
    blocks: list[Block] = [Heading(3, text(part.name), part.anchor)]
    if part.trend is not None:
        blocks.append(as_picture(part.trend, for_word=for_word))
    for each in part.watched:
        if each.found is None:
            continue
        blocks += [Paragraph(text(f"{each.heading}: {icon.said}")) for icon in each.found.icons]
        blocks.append(as_picture(each.found.chart, for_word=for_word))
        told = [f"{signal.label}: {signal.explained}" for signal in each.signals if signal.explained]
        if told:
            blocks.append(BulletList(tuple(Item(text(line)) for line in told)))
    return blocks


def sheet_rows(parts: Sequence[Part]) -> list[list[str | Decimal | None]]:
    """One value a row: what the charts show, as a number to reckon with and in words; hidden numbers hidden."""
    rows: list[list[str | Decimal | None]] = []
    for part in parts:
        for each in part.watched:
            signals = {signal.label: signal for signal in each.signals}
            for label, value in zip(each.series.labels, each.series.values, strict=True):
                signal = signals.get(label)
                rows.append([
                    part.priority, part.entry.page.indicator.code, str(part.entry.page.indicator), each.heading, label,
                    value.number, value.shown, each.series.unit, signal.said if signal else "",
                    signal.explained if signal else "",
                ])  # fmt: skip
    return rows
