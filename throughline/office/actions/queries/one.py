"""One action with all that belongs to it; findings and recommendations."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from throughline.office.actions.models import Action, Evidence, Finding, Handover, ImpactCheck, Recommendation
from throughline.office.actions.queries.people import Reader, visible
from throughline.office.actions.rules import Delivery, Facts


def action(who: Reader, action_id: int) -> Action:
    """Raises Action.DoesNotExist, also for what the person may not see."""
    rows = visible(who).select_related("owner", "post__deputy", "judge", "agency", "group", "recommendation__finding")
    return rows.prefetch_related(
        Prefetch("evidence", Evidence.objects.select_related("given_by", "checked_by", "file").order_by("pk")),
        Prefetch("checks", ImpactCheck.objects.select_related("judged_by").order_by("due", "pk")),
        Prefetch("handovers", Handover.objects.select_related("owner_before", "owner_after", "by").order_by("pk")),
        "moves__by",
    ).get(pk=action_id)


def former_owners(row: Action) -> frozenset[int]:
    """Ids of everyone who owns or ever owned it. One query, none where the handovers are at hand."""
    owners = {person for each in row.handovers.all() for person in (each.owner_before_id, each.owner_after_id)}
    return frozenset(person for person in {*owners, row.owner_id} if person is not None)


def facts_of(row: Action, who: Reader) -> Facts:
    """What the guards look at; who acts for a vacant post counts as its owner. Two queries, none where evidence and
    handovers are at hand."""
    acting = {who.user_id} if who.owns(row) and who.user_id is not None else set()
    waiting = [each for each in row.evidence.all() if each.outcome == Evidence.Outcome.WAITING]
    return Facts(
        person=who.user_id,
        owners=former_owners(row) | acting,
        givers=frozenset(each.given_by_id for each in waiting),
        evidence=len(waiting),
        closed=row.delivery == Delivery.CLOSED,
        should_differ=row.should_differ,
    )


def checks_due(who: Reader, today: date) -> QuerySet[ImpactCheck]:
    """Checks of effect whose day has come and that nobody has judged, of the actions this person may see."""
    due = ImpactCheck.objects.filter(verdict="", due__lte=today, action__in=visible(who))
    return due.select_related("action__owner", "action__judge").order_by("due", "pk")


def recommendations() -> QuerySet[Recommendation]:
    """All, with finding, agency, group and actions: two queries."""
    return _recommendations().order_by(
        "finding__source_kind", "finding__source_id", "finding__position", "finding_id", "position", "pk"
    )


def recommendations_of_source(kind: str, source_id: int | None) -> list[Recommendation]:
    return list(recommendations().filter(finding__source_kind=kind, finding__source_id=source_id))


def recommendation(recommendation_id: int) -> Recommendation:
    """Raises Recommendation.DoesNotExist."""
    return _recommendations().get(pk=recommendation_id)


def _recommendations() -> QuerySet[Recommendation]:
    return Recommendation.objects.select_related("finding", "to_agency", "to_group", "answered_by").prefetch_related(
        Prefetch("actions", Action.objects.select_related("owner", "post").order_by("due", "pk"))
    )


def finding_ids_of(kind: str, source_id: int | None) -> list[int]:
    return list(Finding.objects.filter(source_kind=kind, source_id=source_id).values_list("pk", flat=True))
