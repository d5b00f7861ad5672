"""The list of actions, narrowed and counted."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from throughline.office.actions.models import Action
from throughline.office.actions.queries.people import Reader, visible
from throughline.office.actions.rules import OPEN_DELIVERY, Age, Delivery, Effect, Standing, pairs_of, standing_of


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to. `whose`: '' all that one may see, 'mine', 'agency' (those one belongs to).
    `late`: an `Age`, or 'all'."""

    whose: str = ""
    standing: str = ""
    agency: int | None = None
    group: int | None = None
    late: str = ""
    text: str = ""
    source: str = ""
    source_id: int | None = None


def with_standing(standing: Standing) -> Q:
    found = Q()
    deliveries = {delivery for delivery, _ in pairs_of(standing)}
    effects = {effect for _, effect in pairs_of(standing)}
    found &= Q(delivery__in=sorted(deliveries))
    if effects != set(Effect):
        found &= Q(effect__in=sorted(effects))
    return found


def standing_of_row(row: Action) -> Standing:
    return standing_of(Delivery(row.delivery), Effect(row.effect))


def listed(who: Reader, wanted: Wanted, today: date) -> QuerySet[Action]:
    """By due day, with owner, post, agency and group: one query."""
    return _narrowed(who, wanted, today).select_related("owner", "post", "agency", "group").order_by("due", "pk")


def standing_counts(who: Reader, wanted: Wanted, today: date) -> dict[Standing, int]:
    """How many of each standing, whatever standing is wanted. One query."""
    without = Wanted(**{**wanted.__dict__, "standing": ""})
    counts = dict.fromkeys(Standing, 0)
    rows = _narrowed(who, without, today).order_by().values_list("delivery", "effect").annotate(n=Count("pk"))
    for delivery, effect, number in rows:
        counts[standing_of(Delivery(delivery), Effect(effect))] += number
    return counts


def overdue_counts(who: Reader, wanted: Wanted, today: date) -> dict[Age, int]:
    """How many are overdue, by how long. One query."""
    without = Wanted(**{**wanted.__dict__, "late": "", "standing": ""})
    found = _narrowed(who, without, today).order_by()
    counts = found.aggregate(**{age.name: Count("pk", filter=_late(age.value, today)) for age in Age})
    return {age: counts[age.name] for age in Age}


def _narrowed(who: Reader, wanted: Wanted, today: date) -> QuerySet[Action]:
    found = visible(who)
    if wanted.whose == "mine":
        found = found.filter(Q(owner_id=who.user_id) | Q(owner=None, post_id__in=who.posts))
    elif wanted.whose == "agency":
        found = found.filter(agency_id__in=who.agencies)
    if wanted.standing:
        found = found.filter(with_standing(Standing(wanted.standing)))
    if wanted.agency is not None:
        found = found.filter(agency_id=wanted.agency)
    if wanted.group is not None:
        found = found.filter(group_id=wanted.group)
    if wanted.source:
        found = found.filter(source_kind=wanted.source)
    if wanted.source_id is not None:
        found = found.filter(source_id=wanted.source_id)
    if wanted.late:
        found = found.filter(_late(wanted.late, today))
    for word in wanted.text.split():
        found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return found


def _late(late: str, today: date) -> Q:
    overdue = Q(delivery__in=OPEN_DELIVERY, due__lt=today)
    if late == "all":
        return overdue
    age = Age(late)
    overdue &= Q(due__lte=today - timedelta(days=age.least))
    return overdue if age.most is None else overdue & Q(due__gte=today - timedelta(days=age.most))
