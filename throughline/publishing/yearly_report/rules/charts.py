"""Which of a section's figures are drawn, and how. Pure."""

from throughline.foundation.figures.values import Provenance, UnitKind, Value
from throughline.publishing.yearly_report.rules.checks import indicator_of
from throughline.publishing.yearly_report.rules.content import Bar, Block, Chart
from throughline.publishing.yearly_report.rules.showing import Shown
from throughline.publishing.yearly_report.rules.wording import date_or_period


def bar(label: str, shown: Shown, group: str = "", comparison: bool = False) -> Bar:
    """A bar of a chart, which leads to its figure."""
    return Bar(label, shown.number, shown.text, shown.value.id, group, comparison)


def care_charts(here: list[Shown], area: str) -> list[Block]:
    """Children in care and with a protection plan: how many, and the rates that can be compared."""
    chosen = [s for s in here if _is_care(s.value) and not s.value.difference and not _is_benchmark(s.value)]
    counts = [s for s in chosen if s.value.kind is UnitKind.CHILDREN]
    rates = [s for s in chosen if s.value.kind is UnitKind.RATE]
    ours = {
        indicator_of(s.value.id) for s in rates if s.value.provenance is Provenance.DERIVED and s.number is not None
    }
    # Our own computed rate stands for the published one that says the same, rounded.
    rates = [
        s
        for s in rates
        if s.value.provenance is Provenance.DERIVED or s.value.area != area or indicator_of(s.value.id) not in ours
    ]
    blocks: list[Block] = []
    if counts:
        bars = tuple(
            bar(date_or_period(s.value.period), s, _short(s.value))
            for s in sorted(counts, key=lambda s: (_short(s.value), s.value.period))
        )
        title = f"Children in care and children with a protection plan, {area}"
        blocks.append(Chart("children", title, "children", bars))
    if rates:
        bars = tuple(
            bar(
                f"{s.value.area}, {date_or_period(s.value.period)}",
                s,
                _short(s.value),
                s.value.area != area,
            )
            for s in sorted(rates, key=lambda s: (_short(s.value), s.value.area != area, s.value.area))
        )
        blocks.append(Chart("rates", "Rates per 10,000 children, compared", "per 10,000", bars))
    return blocks


def _is_care(value: Value) -> bool:
    return "in care" in value.label.lower() or "protection plan" in value.label.lower()


def _is_benchmark(value: Value) -> bool:
    """What the official statistics say beside it: for the tables, and for whoever refers to it."""
    return value.id.startswith("benchmark.")


def _short(value: Value) -> str:
    return "Children in care" if "in care" in value.label.lower() else "Children with a protection plan"


_TRAINING = (
    ("in-person training completed", "In person (people)"),
    ("virtual training completed", "Virtual (people)"),
    ("conference attendance", "Conferences (people)"),
    ("e-learning courses completed", "E-learning (courses completed)"),
)


def _whole_or_returned(found: list[Shown]) -> list[Shown]:
    """The total computed from the records where they hold the whole year; else what was returned."""
    whole = [s for s in found if s.value.id.startswith("training.completed.") and s.value.value is not None]
    return whole or [s for s in found if s.value.provenance is Provenance.RETURNED]


def training_chart(here: list[Shown]) -> list[Block]:
    """What was completed in each way of training, where anything was."""
    bars = tuple(
        bar(label, shown)
        for words, label in _TRAINING
        for shown in _whole_or_returned([s for s in here if s.value.label.lower().startswith(words)])
    )
    return [Chart("training", "Training completed, by mode", "people, or courses completed", bars)] if bars else []
