"""How many priorities the plan has and what next year's commitments are."""

from collections.abc import Iterator
from decimal import Decimal

from throughline.foundation.figures import ids
from throughline.foundation.figures.pages import page_of
from throughline.foundation.figures.registry import provides
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.office.strategy.queries import commitments, priorities


@provides("strategy")
def figures(asked: Asked) -> Iterator[Value]:
    year = asked.year.label
    first = asked.year.starts.year + 1
    following = f"{first}-{(first + 1) % 100:02}"
    own_priorities = [row for row in priorities() if _covers(row.plan, asked)]
    promised = commitments(following)
    for name, unit, label, says, records in [
        (
            "priorities", "priorities", "Priorities", "The priorities of the strategic plan in force.",
            [RecordRef(f"{row.number}. {row.title}", page_of("priority")) for row in own_priorities],
        ),
        (
            "commitments on record", "commitments", f"Commitments for {following}, on record",
            f"What the partnership has set down that it will do in {following}.",
            [RecordRef(row.text, page_of("priority")) for row in promised],
        ),
    ]:  # fmt: skip
        yield Value(
            id=ids.id_of("strategy", name, year),
            label=label,
            unit=unit,
            period=year,
            area=asked.area,
            value=Decimal(len(records)) if records else None,
            provenance=Provenance.COMPUTED,
            source=Source(query=f"strategy.{name.replace(' ', '_')}"),
            says=says,
            section="section five",
            records=tuple(records),
        )


def _covers(plan: str, asked: Asked) -> bool:
    """'2023-2025' covers a report year that begins in 2023 to 2025; a plan without years is taken for the present."""
    years = [int(word) for word in plan.replace("–", "-").split("-") if word.isdigit() and len(word) == 4]
    return not years or min(years) <= asked.year.starts.year <= max(years)
