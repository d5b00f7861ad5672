"""Actions by how they stand and how many are overdue; recommendations accepted, delivered, proven."""

from collections.abc import Iterator
from datetime import date
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
    """Actions as they stand when asked, of those raised by the end of the year; recommendations as far as they had come
    by then. Not available where nothing was raised."""
    ends = asked.year.ends
    actions = list(Action.objects.filter(raised_on__lte=ends).order_by("pk"))
    recommendations = list(Recommendation.objects.prefetch_related("actions__checks").order_by("pk"))
    by_standing = {standing: [row for row in actions if standing_of_row(row) is standing] for standing in Standing}
    overdue = [row for row in actions if overdue_days(row.due, asked.as_at, Delivery(row.delivery))]
    wholly = [(row, [_by(each, ends) for each in row.actions.all()]) for row in recommendations]
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
         "Recommendations that those they are addressed to had accepted by the end of the year.",
         [_ref(row) for row in recommendations
          if row.state == "accepted" and row.answered_on is not None and row.answered_on <= ends],
         bool(recommendations)),
        ("recommendations delivered", "recommendations", "Recommendations delivered",
         "Recommendations that led to actions, all of which were closed by the end of the year, their evidence"
         " checked.",
         [_ref(row) for row, all_of in wholly if _are(all_of, Standing.UNPROVEN, Standing.PROVEN)],
         bool(recommendations)),
        ("recommendations proven", "recommendations", "Recommendations whose effect is proven",
         "Recommendations that led to actions, all of which were closed with a proven effect by the end of the year.",
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


def _by(row: Action, day: date) -> Standing:
    """How an action stood on a day that is past, as far as its dates tell: closed by then, proven by then."""
    standing = standing_of_row(row)
    if standing in (Standing.PROVEN, Standing.UNPROVEN) and (row.closed_on is None or row.closed_on > day):
        return Standing.UNDER_WAY
    judged = [check.judged_on for check in row.checks.all() if check.judged_on is not None]
    if standing is Standing.PROVEN and max(judged, default=day) > day:
        return Standing.UNPROVEN
    return standing


def _are(standings: list[Standing], *wanted: Standing) -> bool:
    """All that were not cancelled, and at least one."""
    left = [standing for standing in standings if standing is not Standing.CANCELLED]
    return bool(left) and all(standing in wanted for standing in left)


def _of(row: Action) -> RecordRef:
    return RecordRef(str(row), f"/office/actions/{row.pk}/")


def _ref(row: Recommendation) -> RecordRef:
    return RecordRef(str(row), f"/office/actions/recommendations/{row.pk}/")
