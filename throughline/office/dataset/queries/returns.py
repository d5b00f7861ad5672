"""Reads of rounds and returns: who sees which, what each asks and says, what it breaks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from throughline.foundation.access.actors import Actor
from throughline.foundation.figures import periods
from throughline.foundation.figures.values import UnitKind, kind_of
from throughline.foundation.figures.years import year_of, year_on
from throughline.foundation.statistics import api as statistics
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset.models import (
    ApiKey,
    Explanation,
    Observation,
    Relation,
    Restatement,
    Return,
    ReturnLine,
    ReturnRound,
    ReturnRule,
)
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.queries.observations import CHILD_POPULATION, plain
from throughline.office.dataset.rules.checking import Broken, Check, Kind, Missing, broken
from throughline.office.dataset.rules.quarters import Quarter, quarter_of
from throughline.office.dataset.rules.register import official_series
from throughline.office.dataset.rules.returned import Given, Standing
from throughline.office.dataset.rules.standing import Facts
from throughline.office.partnership import api as partnership

HISTORY = 12  # earlier values by which a change is judged


@dataclass(frozen=True)
class Returner:
    """What somebody, or a key, is to returns. `fills`: the agencies whose returns they fill; `leads`: those they answer
    for."""

    user_id: int | None
    sees_all: bool
    manages: bool
    fills: frozenset[int]
    leads: frozenset[int]

    def may_fill(self, agency_id: int) -> bool:
        """The analyst fills in for an agency that sends its numbers by other ways; it approves them all the same."""
        return self.manages or agency_id in self.fills


def returner(actor: Actor) -> Returner:
    """One query."""
    user_id = actor.user.pk if actor.user else None
    held = [post for post in partnership.posts_held_by(user_id) if post.organisation_id]
    return Returner(
        user_id=user_id,
        sees_all=actor.may(DatasetPermission.SEE),
        manages=actor.may(DatasetPermission.MANAGE),
        fills=frozenset(post.organisation_id for post in held if post.organisation_id),
        leads=frozenset(post.organisation_id for post in held if post.organisation_id and post.leads),
    )


def returner_of_key(key: ApiKey) -> Returner:
    """A key fills its agency's returns; it answers for nobody."""
    agencies = frozenset({key.agency_id}) if key.agency_id and key.use == ApiKey.Use.RETURN else frozenset()
    return Returner(key.account_id, sees_all=False, manages=False, fills=agencies, leads=frozenset())


def year_starts() -> str:
    """The first day of the partnership's year, as '04-01'."""
    return Partnership.objects.get(pk=scope.current().partnership_id).report_year_starts


def area() -> str:
    """The partnership's own area."""
    return Partnership.objects.get(pk=scope.current().partnership_id).area


def quarter(row: ReturnRound) -> Quarter:
    return Quarter(row.year, row.quarter, row.starts, row.ends)


def quarter_in(year: str, number: int) -> Quarter:
    """Of the partnership's own year. Raises NotAReportYear, ValueError. One query."""
    return quarter_of(year_of(year, year_starts()), number)


def visible(who: Returner) -> QuerySet[Return]:
    found = Return.objects.all()
    return found if who.sees_all or who.manages else found.filter(agency_id__in=who.fills)


def rounds() -> QuerySet[Any]:
    """The latest first, each with how many returns it has (`asked`) and how many were accepted (`accepted`)."""
    accepted = Count("returns", filter=Q(returns__state="accepted"))
    return ReturnRound.objects.annotate(asked=Count("returns"), accepted=accepted).order_by("-ends", "pk")


def returns_of(who: Returner) -> QuerySet[Return]:
    """Of every round, the latest first."""
    return visible(who).select_related("round", "agency").order_by("-round__ends", "agency__name", "pk")


def round_of(round_id: int) -> ReturnRound:
    """Raises ReturnRound.DoesNotExist."""
    return ReturnRound.objects.get(pk=round_id)


def standing_of_round(round_id: int) -> QuerySet[Return]:
    """Every agency's return with how many lines it has (`lines_asked`), and how many nobody has said anything in."""
    missing = Count("lines", filter=Q(lines__standing=Standing.MISSING))
    found = Return.objects.filter(round_id=round_id).select_related("agency", "round")
    return found.annotate(lines_asked=Count("lines"), lines_missing=missing).order_by("agency__name", "pk")


def one(who: Returner, return_id: int) -> Return:
    """With its lines, restatements and explanations. Raises Return.DoesNotExist, also for what one may not see."""
    lines = ReturnLine.objects.select_related("indicator", "said_by").order_by("position", "pk")
    restated = Restatement.objects.select_related("by").order_by("pk")
    explained = Explanation.objects.select_related("by").order_by("pk")
    return (
        visible(who)
        .select_related("round", "agency", "approved_by")
        .prefetch_related(
            Prefetch("lines", lines.prefetch_related(Prefetch("restatements", restated))),
            Prefetch("explanations", explained),
        )
        .get(pk=return_id)
    )


def checks_of(row: Return) -> list[Check]:
    """The rules that this return must satisfy. At most six queries.

    DV-01 from its breakdowns, from exhaustive relations and from rules; DV-02 from other relations and rules; DV-03 for
    every count; DV-04 and DV-05 from rules; DV-06 for every count of children.
    """
    lines = list(row.lines.all())
    by_indicator = {line.indicator_id: line.key for line in lines if not line.breakdown}
    return [
        *_of_breakdowns(lines),
        *_of_relations(by_indicator),
        *_of_rules(by_indicator),
        *_of_history(lines),
        *_of_population(lines, row.round.ends),
    ]


def broken_by(row: Return, checks: Sequence[Check] | None = None) -> list[Broken]:
    lines = list(row.lines.all())
    found = checks_of(row) if checks is None else checks
    return broken(found, {line.key: line.given for line in lines}, {line.key: line.name for line in lines})


def explained(row: Return, found: Iterable[Broken]) -> dict[str, Explanation]:
    """Mark → its explanation, of those broken rules that have one for these very values."""
    known = {(each.code, each.about, each.mark): each for each in row.explanations.all()}
    return {
        each.mark: known[each.code, each.check.about, each.mark]
        for each in found
        if (each.code, each.check.about, each.mark) in known
    }


def facts_of(row: Return, who: Returner) -> Facts:
    """What the guards look at."""
    found = broken_by(row)
    return Facts(
        missing=sum(line.standing == Standing.MISSING for line in row.lines.all()),
        unexplained=len(found) - len(explained(row, found)),
        fills=who.may_fill(row.agency_id),
        leads=row.agency_id in who.leads,
        approved=row.approved_by_id is not None and row.approved_by_id == who.user_id,
    )


def _of_breakdowns(lines: Sequence[ReturnLine]) -> Iterable[Check]:
    wholes = {line.indicator_id: line.key for line in lines if not line.breakdown}
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        if line.breakdown and line.indicator_id in wholes:
            parts[wholes[line.indicator_id], line.breakdown].append(line.key)
    for (whole, breakdown), keys in parts.items():
        yield Check(Kind.SUM_OF_PARTS, whole, tuple(keys), why=f"The categories of {breakdown} split it.")


def _of_relations(keys: dict[int, str]) -> Iterable[Check]:
    """Relations of the register hold for returns too; ceilings are the population's."""
    rows = Relation.objects.filter(whole_id__in=keys, part_id__in=keys).exclude(kind=Relation.Kind.CEILING)
    grouped: dict[tuple[int, bool], list[Relation]] = defaultdict(list)
    for each in rows.order_by("position", "pk"):
        together = each.kind == Relation.Kind.PART and each.exclusive
        if together:
            grouped[each.whole_id, each.exhaustive].append(each)
        else:
            yield Check(Kind.CANNOT_EXCEED, keys[each.whole_id], (keys[each.part_id],), why=each.why)
    for (whole, exhaustive), parts in grouped.items():
        kind = Kind.SUM_OF_PARTS if exhaustive else Kind.CANNOT_EXCEED
        yield Check(kind, keys[whole], tuple(keys[each.part_id] for each in parts), why=parts[0].why)


def _of_rules(keys: dict[int, str]) -> Iterable[Check]:
    sums: dict[int, list[ReturnRule]] = defaultdict(list)
    for each in ReturnRule.objects.filter(whole_id__in=keys, part_id__in=keys):
        if each.kind == Kind.SUM_OF_PARTS:
            sums[each.whole_id].append(each)
        else:
            pair = (keys[each.part_id],)
            yield Check(Kind(each.kind), keys[each.whole_id], pair, Missing(each.missing), each.why)
    for whole, parts_of in sums.items():
        parts = tuple(keys[each.part_id] for each in parts_of)
        yield Check(Kind.SUM_OF_PARTS, keys[whole], parts, Missing(parts_of[0].missing), parts_of[0].why)


def _of_history(lines: Sequence[ReturnLine]) -> Iterable[Check]:
    """What the same agency's earlier rounds accepted for the same line, the last twelve."""
    if not lines:
        return
    parent = lines[0].agency_return
    earlier = ReturnLine.objects.filter(
        agency_return__agency_id=parent.agency_id, agency_return__round__ends__lt=parent.round.ends,
        accepted_standing=Standing.NUMBER,
    ).order_by("agency_return__round__ends")  # fmt: skip
    found: dict[tuple[int, str, str], list[Decimal | None]] = defaultdict(list)
    for indicator, breakdown, category, number in earlier.values_list(
        "indicator_id", "breakdown", "category", "accepted_number"
    ):
        found[indicator, breakdown, category].append(number)
    for line in lines:
        history = found.get((line.indicator_id, line.breakdown, line.category), [])
        if history:
            yield Check(Kind.OWN_HISTORY, line.key, history=tuple(history[-HISTORY:]))


def _of_population(lines: Sequence[ReturnLine], by_day: date) -> Iterable[Check]:
    """The latest child population of the partnership's area counted by the quarter's end."""
    children = [line for line in lines if kind_of(line.unit) is UnitKind.CHILDREN]
    if not children:
        return
    limit, said = population(by_day)
    for line in children:
        yield Check(Kind.POPULATION, line.key, limit=limit, limit_said=said)


def population(by_day: date) -> tuple[Decimal | None, str]:
    """The child population of the area and which count it is; (None, '') where none is on record."""
    here = area()
    rows = Observation.objects.filter(
        withdrawn=False, area=here, unit="children", breakdown="", indicator__slug__startswith=CHILD_POPULATION
    )
    year = year_on(by_day, year_starts())
    counted = [(day, row) for row in rows if (day := periods.last_day(row.period, year)) is not None and day <= by_day]
    if not counted:
        return None, ""
    _, latest = max(counted, key=lambda each: (each[0], each[1].pk))
    return plain(latest.value), f"the child population of {here} {periods.in_words(latest.period)}"


@dataclass(frozen=True)
class Official:
    """The latest official count beside the partnership's own: never one for the other."""

    written: str
    period: str


def official_counts(row: Return) -> dict[int, Official]:
    """Indicator's id → its latest official count for the partnership's area, of those that name a series. Two queries
    an indicator, where official statistics are on record."""
    here = statistics.area_named(area())
    if here is None:
        return {}
    found = {}
    for line in row.lines.all():
        series = official_series(line.indicator.official_count)
        if line.breakdown or series is None:
            continue
        values = statistics.published(series.data_set, series.column, series.choice, areas=[here.id])
        if values:
            (_, period), value = max(values.items(), key=lambda each: each[0][1])
            found[line.indicator_id] = Official(
                value.symbol if value.number is None else _written(value.number), period
            )
    return found


def _written(number: Decimal) -> str:
    return f"{plain(number):f}"


def keys() -> QuerySet[ApiKey]:
    return ApiKey.objects.select_related("agency", "issued_by", "revoked_by").order_by("name", "pk")


def rules() -> QuerySet[ReturnRule]:
    return ReturnRule.objects.select_related("whole", "part").order_by("kind", "whole__code", "pk")


def before(row: Return) -> dict[int, Given]:
    """Line's id → what the same agency's latest earlier round accepted for the same. One query."""
    earlier = (
        ReturnLine.objects.filter(
            agency_return__agency_id=row.agency_id, agency_return__round__ends__lt=row.round.ends,
            accepted_at__isnull=False,
        )
        .order_by("agency_return__round__ends")
        .values_list("indicator_id", "breakdown", "category", "accepted_standing", "accepted_number")
    )  # fmt: skip
    latest = {
        (indicator, breakdown, category): Given(Standing(standing), number)
        for indicator, breakdown, category, standing, number in earlier
    }
    found = {line.pk: latest.get((line.indicator_id, line.breakdown, line.category)) for line in row.lines.all()}
    return {pk: given for pk, given in found.items() if given is not None}


def key_of(digest: str, today: date) -> ApiKey | None:
    """The key with that hash, if it holds: not revoked, not ended. `today` is the real day. One query."""
    found = ApiKey.objects.filter(digest=digest, revoked_at=None, ends_on__gte=today)
    return found.select_related("agency", "account").first()
