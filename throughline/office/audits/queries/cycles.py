"""Cycles and the board of who is where."""

from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Space
from throughline.foundation.tenancy.queries import partnerships_of
from throughline.office.audits.models import AssessmentCycle, Extension, Return
from throughline.office.audits.rules.returns import IN


def cycles() -> list[tuple[AssessmentCycle, int, int]]:
    """Each with how many were asked and have handed in. One query."""
    rows = AssessmentCycle.objects.defer("content").annotate(
        asked=Count("returns", filter=Q(returns__space_id__in=scope.current().space_ids)),
        done=Count("returns", filter=Q(returns__state__in=IN, returns__space_id__in=scope.current().space_ids)),
    )
    return [(row, row.asked, row.done) for row in rows.order_by("-opens_on", "-pk")]


def cycle(cycle_id: int) -> AssessmentCycle:
    """Raises AssessmentCycle.DoesNotExist."""
    return AssessmentCycle.objects.select_related("previous").defer("previous__content").get(pk=cycle_id)


def board(cycle_id: int, *, text: str, state: str, today: date) -> QuerySet[Return]:
    """By name."""
    found = Return.objects.filter(cycle_id=cycle_id)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(urn=text) | Q(trust__icontains=text))
    if state == "late":
        found = found.filter(due__lt=today).exclude(state__in=IN)
    elif state:
        found = found.filter(state=state)
    return found.order_by("name", "pk")


def counts(cycle_id: int) -> dict[str, int]:
    """State → how many. One query on an index."""
    rows = Return.objects.filter(cycle_id=cycle_id).order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in rows}


def late(cycle_id: int, today: date) -> int:
    return Return.objects.filter(cycle_id=cycle_id, due__lt=today).exclude(state__in=IN).order_by().count()


def extended(rows: list[Return]) -> dict[int, int]:
    found = Extension.objects.filter(of__in=[row.pk for row in rows]).order_by().values("of_id")
    return {row["of_id"]: row["number"] for row in found.annotate(number=Count("pk"))}


def trusts(cycle_id: int) -> list[dict[str, object]]:
    """Trust, schools, handed in, answered, asked; schools without a trust are left out. One query."""
    rows = Return.objects.filter(cycle_id=cycle_id).exclude(trust="").order_by().values("trust")
    return list(
        rows.annotate(
            schools=Count("pk"), done=Count("pk", filter=Q(state__in=IN)), answered_all=Sum("answered"),
            asked_all=Sum("asked"), began=Count("pk", filter=~Q(state="not_started")),
        ).order_by("trust")
    )  # fmt: skip


def joint_spaces() -> list[tuple[int, str]]:
    """The spaces that this partnership shares, by the partnerships that share them."""
    active = scope.current()
    ids = set(active.space_ids) - {active.home_id}
    known = partnerships_of(ids)
    return [(space.pk, " and ".join(each.name for each in known.get(space.pk, []))) for space in
            Space.objects.filter(pk__in=ids, kind=Space.Kind.JOINT).order_by("pk")]  # fmt: skip


def earlier_of(kind: str) -> QuerySet[AssessmentCycle]:
    return AssessmentCycle.objects.filter(kind=kind).defer("content").order_by("-opens_on", "-pk")


def extensions(return_id: int) -> list[Extension]:
    return list(Extension.objects.filter(of_id=return_id).select_related("by").order_by("pk"))
