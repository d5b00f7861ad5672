"""What the subgroup's pack stands on, as at a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from throughline.office.dataset.models import (
    AudiencePolicy,
    Indicator,
    ObservationRevision,
    Pack,
    Question,
    ReturnRound,
)
from throughline.office.dataset.queries.indicator import IndicatorPage, indicator_page, own_area
from throughline.office.dataset.queries.narrative import PointKey, Said, open_questions, said_of
from throughline.office.dataset.queries.releasing import hidden_from
from throughline.office.dataset.rules.timeline import own_span

NOT_SENT = ("open", "submitted")  # the agency has not approved it


@dataclass(frozen=True)
class Entry:
    """An indicator in the pack; `page` holds what had ended by the day, small numbers hidden as for the subgroup."""

    page: IndicatorPage
    said: Mapping[PointKey, Said]


@dataclass(frozen=True)
class Missing:
    """An agency that has returned nothing of an indicator for a period that is over. `period` in words."""

    agency: str
    indicator: str
    period: str


@dataclass(frozen=True)
class PackFacts:
    as_at: date
    since: date | None
    entries: tuple[Entry, ...]
    missing: tuple[Missing, ...]
    restated: tuple[ObservationRevision, ...]
    questions: tuple[Question, ...]


def pack_facts(as_at: date) -> PackFacts:
    """About twenty queries an indicator that has any value; a worker's work."""
    before = Pack.objects.filter(status=Pack.Status.DONE, as_at__lt=as_at).order_by("-as_at", "-pk").first()
    since = before.as_at if before else None
    entries = []
    asked = _not_returned(as_at)
    missing = list(asked or [])
    hidden: dict[int, set[tuple[str, str]]] = {}
    for indicator_id, period, unit in hidden_from(AudiencePolicy.Audience.SUBGROUP, area=own_area()):
        hidden.setdefault(indicator_id, set()).add((period, unit))
    for row in Indicator.objects.exclude(code="").select_related("owner").order_by("priority", "sector", "code"):
        page = indicator_page(row.pk, until=as_at)
        if page.own or page.periods:
            entries.append(Entry(replace(page, hidden=frozenset(hidden.get(row.pk, ()))), said_of(row.pk)))
        late = _late(page, as_at) if asked is None else ""
        if late:
            missing.append(Missing(page.owner, f"{row.code} {row}", late))
    restated = ObservationRevision.objects.filter(replaced_at__date__lte=as_at).select_related("observation__indicator")
    if since is not None:
        restated = restated.filter(replaced_at__date__gt=since)
    return PackFacts(as_at, since, tuple(entries), tuple(missing), tuple(restated[:200]), tuple(open_questions()))


def _not_returned(as_at: date) -> list[Missing] | None:
    """Agencies that have not approved their return of the latest quarter that is over; None without any round."""
    latest = ReturnRound.objects.filter(ends__lte=as_at, opened_on__lte=as_at).order_by("-ends").first()
    if latest is None:
        return None
    rows = latest.returns.filter(state__in=NOT_SENT).select_related("agency")
    return [Missing(str(row.agency), f"the whole return ({row.get_state_display()})", str(latest)) for row in rows]


def _late(page: IndicatorPage, as_at: date) -> str:
    """The latest quarter that is over, where an owner owes quarterly values and that quarter has none; else ''."""
    if page.indicator.frequency != "quarter" or not page.owner:
        return ""
    period = last_quarter(as_at)
    span = own_span(period)
    there = {each.span.ends for values in page.own.values() for each in values}
    return period if span is not None and span.ends not in there else ""


def last_quarter(day: date) -> str:
    """The latest quarter, counted from April, that had ended by the day: '2023-24 Q3' on 5 February 2024."""
    quarter = (day.month - 1) // 3  # of the calendar year that ended last; 0: the fourth of the year before
    if quarter == 0:
        first, number = day.year - 1, 3
    elif quarter == 1:
        first, number = day.year - 1, 4
    else:
        first, number = day.year, quarter - 1
    return f"{first}-{(first + 1) % 100:02} Q{number}"


def packs() -> list[Pack]:
    return list(Pack.objects.select_related("asked_by"))


def find_pack(pack_id: int) -> Pack:
    """Raises Pack.DoesNotExist."""
    return Pack.objects.select_related("asked_by").prefetch_related("files__file").get(pk=pack_id)
