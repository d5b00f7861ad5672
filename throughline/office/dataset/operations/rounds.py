"""Writes of rounds: opening one, and what it asks of whom."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.foundation.workflow.api import begin
from throughline.office.dataset.models import Indicator, Return, ReturnLine, ReturnRound, ReturnRule
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.queries import returns as queries
from throughline.office.dataset.queries.breakdowns import categories
from throughline.office.dataset.rules.breakdowns import offered
from throughline.office.dataset.rules.quarters import is_asked, period_of
from throughline.office.dataset.rules.returned import Standing, unit_asked
from throughline.office.dataset.workflow import RETURN


@dataclass(frozen=True, order=True)
class Asked:
    """One indicator, whole (breakdown '') or split by a breakdown."""

    indicator_id: int
    breakdown: str = ""


@operation(DatasetPermission.MANAGE)
def open_round(
    *,
    year: str,
    quarter: int,
    due: date,
    wider_area: str = "",
    note: str = "",
    with_breakdowns: bool = False,
    by: Actor,
    at: datetime,
) -> ReturnRound:
    """A return for each agency that owns indicators of the register, asking for those. Raises Refused."""
    found = queries.quarter_in(year, quarter)
    if ReturnRound.objects.filter(year=year, quarter=quarter).exists():
        raise Refused(f"The returns of {found.label} are asked for already.")
    if due <= found.ends:
        raise Refused(f"The due day must be after the quarter’s end, {found.ends.isoformat()}.")
    owned = Indicator.objects.exclude(code="").filter(owner__isnull=False).order_by("code")
    asked: dict[int, list[Asked]] = {}
    known = categories()
    for indicator in owned:
        if is_asked(found, indicator.frequency):
            lines = asked.setdefault(indicator.owner_id, [])
            lines.append(Asked(indicator.pk))
            if with_breakdowns and unit_asked(indicator.unit, indicator.numerator) != "percent":
                lines += [Asked(indicator.pk, name) for name in offered(indicator.breakdowns, known)]
    if not asked:
        raise Refused("No indicator has an owner yet. Say in the register which agency answers for which.")
    made = ReturnRound.objects.create(
        space_id=scope.current().home_id, year=year, quarter=quarter, starts=found.starts, ends=found.ends,
        opened_on=at.date(), due=due, wider_area=wider_area.strip(), note=note.strip(),
    )  # fmt: skip
    for agency_id, lines in asked.items():
        _begin(made, agency_id, lines, by, at)
    return made


@operation(DatasetPermission.MANAGE)
def change_round(*, round_id: int, due: date, wider_area: str, note: str, by: Actor, at: datetime) -> ReturnRound:
    """Another due day, wider area or note. Raises Refused, ReturnRound.DoesNotExist."""
    found = queries.round_of(round_id)
    if due <= found.ends:
        raise Refused(f"The due day must be after the quarter’s end, {found.ends.isoformat()}.")
    found.due, found.wider_area, found.note = due, wider_area.strip(), note.strip()
    found.save()
    return found


@operation(DatasetPermission.MANAGE)
def ask_agency(*, round_id: int, agency_id: int, by: Actor, at: datetime) -> Return:
    """One more agency in a round; what it is asked for is chosen next. Raises Refused."""
    found = queries.round_of(round_id)
    if Return.objects.filter(round=found, agency_id=agency_id).exists():
        raise Refused("This agency is asked in this round already.")
    return _begin(found, agency_id, [], by, at)


@operation(DatasetPermission.MANAGE)
def ask_for(*, return_id: int, asked: Collection[Asked], by: Actor, at: datetime) -> tuple[int, int]:
    """Exactly this, while the return is filled → (lines added, lines left out). What has been answered stays. Raises
    Refused, Return.DoesNotExist."""
    row = Return.objects.select_related("round").get(pk=return_id)
    if row.state != RETURN.initial:
        raise Refused("What is asked can be changed only while the return is being filled.")
    wanted = set(asked)
    _offered(wanted)
    if any(each.breakdown and Asked(each.indicator_id) not in wanted for each in wanted):
        raise Refused("A breakdown is asked for together with the whole that it splits.")
    lines = list(row.lines.select_related("indicator"))
    gone = [line for line in lines if Asked(line.indicator_id, line.breakdown) not in wanted]
    answered = [line for line in gone if line.standing != Standing.MISSING or line.accepted_standing]
    if answered:
        raise Refused(f"‘{answered[0].name}’ has been answered, so it stays. Empty it first.")
    for line in gone:
        line.delete()
    there = {Asked(line.indicator_id, line.breakdown) for line in lines}
    return _ask(row, sorted(wanted - there)), len(gone)


def _offered(wanted: Collection[Asked]) -> None:
    """Raises Refused for a breakdown that the indicator has not, or that has no list."""
    known, split = categories(), {each.indicator_id for each in wanted if each.breakdown}
    breakdowns = dict(Indicator.objects.filter(pk__in=split).values_list("pk", "breakdowns"))
    for each in wanted:
        if each.breakdown and each.breakdown not in offered(breakdowns.get(each.indicator_id, []), known):
            raise Refused(f"There is no list of categories by {each.breakdown}.")


def _begin(made: ReturnRound, agency_id: int, lines: list[Asked], by: Actor, at: datetime) -> Return:
    row = Return.objects.create(space_id=made.space_id, round=made, agency_id=agency_id)
    begin(RETURN, row, by=by, at=at)
    _ask(row, lines)
    return row


def _ask(row: Return, asked: list[Asked]) -> int:
    indicators = Indicator.objects.exclude(code="").in_bulk({each.indicator_id for each in asked})
    order = {pk: at for at, pk in enumerate(Indicator.objects.order_by("code", "pk").values_list("pk", flat=True))}
    known = categories()
    made = [line for each in asked for line in _lines(row, indicators[each.indicator_id], each.breakdown, order, known)]
    for line in made:
        line.save()
    return len(made)


def _lines(
    row: Return, indicator: Indicator, breakdown: str, order: dict[int, int], known: Mapping[str, Sequence[str]]
) -> Iterator[ReturnLine]:
    """In the order of the codes, the whole before its breakdowns: a thousand places for each indicator."""
    unit = unit_asked(indicator.unit, indicator.numerator)
    period = period_of(queries.quarter(row.round), indicator.counting, indicator.frequency)
    first = order[indicator.pk] * 1000 + (100 * (1 + indicator.breakdowns.index(breakdown)) if breakdown else 0)
    for place, category in enumerate(known[breakdown] if breakdown else ("",)):
        yield ReturnLine(
            space_id=row.space_id, agency_return=row, indicator=indicator, version=indicator.version, unit=unit,
            period=period, breakdown=breakdown, category=category, position=first + place,
        )  # fmt: skip


@operation(DatasetPermission.MANAGE)
def set_rule(*, kind: str, whole_id: int, part_id: int, missing: str, why: str, by: Actor, at: datetime) -> ReturnRule:
    """A rule over two indicators. Raises Refused."""
    if whole_id == part_id:
        raise Refused("A rule is about two different indicators.")
    if not why.strip():
        raise Refused("Say why the rule holds.")
    if ReturnRule.objects.filter(kind=kind, whole_id=whole_id, part_id=part_id).exists():
        raise Refused("This rule is there already.")
    return ReturnRule.objects.create(
        space_id=scope.current().home_id, kind=kind, whole_id=whole_id, part_id=part_id, missing=missing,
        why=why.strip(),
    )  # fmt: skip


@operation(DatasetPermission.MANAGE)
def drop_rule(*, rule_id: int, by: Actor, at: datetime) -> None:
    """It holds no longer; its history stays. Raises ReturnRule.DoesNotExist."""
    ReturnRule.objects.get(pk=rule_id).delete()
