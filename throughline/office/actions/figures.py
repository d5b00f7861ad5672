"""Actions by how they stand and how many are overdue; recommendations accepted, delivered, proven."""

from collections.abc import Iterator
from decimal import Decimal

from throughline.foundation.figures import ids
from throughline.foundation.figures.registry import provides
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.office.actions.models import Action, Recommendation
from throughline.office.actions.queries import standing_of_row
from throughline.office.actions.rules import Standing, overdue_days
from throughline.office.actions.rules.standing import Delivery


@provides("actions")
def figures(asked: Asked) -> Iterator[Value]:
    """As they stand when asked, of what was raised by the end of the year. Not available where nothing was."""
    actions = list(Action.objects.filter(raised_on__lte=asked.year.ends).order_by("pk"))
    recommendations = list(Recommendation.objects.prefetch_related("actions").order_by("pk"))
    by_standing = {standing: [row for row in actions if standing_of_row(row) is standing] for standing in Standing}
    overdue = [row for row in actions if overdue_days(row.due, asked.as_at, Delivery(row.delivery))]
    wholly = [(row, [standing_of_row(each) for each in row.actions.all()]) for row in recommendations]
    for name, unit, label, says, rows, known in [
        *(
            (f"standing {standing}", "actions", f"Actions: {standing.label.lower()}",
             f"Actions on record that stand at ‘{standing.label}’.", [_of(row) for row in by_standing[standing]],
             bool(actions))
            for standing in Standing
        ),
        ("overdue", "actions", "Actions overdue", "Actions not delivered whose due day has passed.",
         [_of(row) for row in overdue], bool(actions)),
        ("recommendations accepted", "recommendations", "Recommendations accepted",
         "Recommendations that those they are addressed to accepted.",
         [_ref(row) for row in recommendations if row.state == "accepted"], bool(recommendations)),
        ("recommendations delivered", "recommendations", "Recommendations delivered",
         "Recommendations that led to actions, all of which are closed after their evidence was checked.",
         [_ref(row) for row, all_of in wholly if _are(all_of, Standing.UNPROVEN, Standing.PROVEN)],
         bool(recommendations)),
        ("recommendations proven", "recommendations", "Recommendations whose effect is proven",
         "Recommendations that led to actions, all of which are closed with a proven effect.",
         [_ref(row) for row, all_of in wholly if _are(all_of, Standing.PROVEN)], bool(recommendations)),
    ]:  # fmt: skip
        yield Value(
            id=ids.id_of("actions", name, asked.year.label),
            label=label,
            unit=unit,
            period=asked.year.label,
            area=asked.area,
            value=Decimal(len(rows)) if known else None,
            provenance=Provenance.COMPUTED,
            source=Source(query=f"actions.{name.replace(' ', '_')}"),
            says=says,
            records=tuple(rows),
        )


def _are(standings: list[Standing], *wanted: Standing) -> bool:
    """All that were not cancelled, and at least one."""
    left = [standing for standing in standings if standing is not Standing.CANCELLED]
    return bool(left) and all(standing in wanted for standing in left)


def _of(row: Action) -> RecordRef:
    return RecordRef(str(row), f"/office/actions/{row.pk}/")


def _ref(row: Recommendation) -> RecordRef:
    return RecordRef(str(row), f"/office/actions/recommendations/{row.pk}/")
