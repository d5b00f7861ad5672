"""A year of training as tables."""

from collections.abc import Mapping

from throughline.foundation.figures.values import Provenance, Value
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Column, SummaryRow, Table
from throughline.office.training.queries.year import TrainingYear
from throughline.office.training.rules.programme import Delivery

_RETURNED = {
    Delivery.IN_PERSON: ("In person", "in-person training completed"),
    Delivery.VIRTUAL: ("Live online", "virtual training completed"),
    Delivery.CONFERENCE: ("Conference", "conference attendance"),
    Delivery.E_LEARNING: ("E-learning (courses completed)", "e-learning courses completed"),
}


def year_rows(year: TrainingYear) -> list[SummaryRow]:
    occupancy = formats.percent(100 * year.taken / year.places, 0) if year.places else formats.NOT_AVAILABLE
    return [
        SummaryRow("Sessions on record", formats.number(year.sessions)),
        SummaryRow("Attended on every day", formats.counted(year.attended, "place")),
        SummaryRow("Places taken, where limited", occupancy),
        SummaryRow("Did not turn up", formats.number(year.no_shows)),
        SummaryRow("Cancelled", formats.number(year.cancelled)),
        SummaryRow("E-learning completed", formats.number(year.elearning)),
        SummaryRow("Counted at events without booking", counted_words(year)),
        SummaryRow("Charges, less what was reversed", formats.money(year.income)),
    ]


def counted_words(year: TrainingYear) -> str:
    groups = f", with {formats.counted(year.school_groups, 'school group')}" if year.school_groups else ""
    return f"{formats.counted(year.counted, 'person', 'people')}{groups}"


def side_by_side(year: TrainingYear, values: Mapping[str, Value]) -> Table:
    """What is on record beside what was returned, and the difference."""
    rows = []
    for mode, (label, words) in _RETURNED.items():
        ours = year.elearning if mode is Delivery.E_LEARNING else year.by_mode.get(mode, 0)
        returned = next(
            (
                value.value
                for value in values.values()
                if value.provenance is Provenance.RETURNED and value.label.lower().startswith(words)
            ),
            None,
        )
        difference = formats.NOT_AVAILABLE if returned is None else formats.number(ours - returned)
        rows.append([label, formats.number(ours), formats.number(returned), difference])
    return Table(
        "People, on record and as returned",
        [
            Column("Held"), Column("On record", numeric=True), Column("Returned", numeric=True),
            Column("Difference", numeric=True),
        ],
        rows,
        stacked=True,
    )  # fmt: skip


def groups_table(caption: str, label: str, groups: Mapping[str, int]) -> Table | None:
    if not groups:
        return None
    return Table(
        caption,
        [Column(label), Column("Attended", numeric=True)],
        [[name, formats.number(n)] for name, n in sorted(groups.items(), key=lambda pair: (-pair[1], pair[0]))],
    )
