"""Every indicator of the register with its latest values, for the active scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset.models import Indicator, Observation
from throughline.office.dataset.queries.indicator import is_comparable
from throughline.office.dataset.queries.observations import plain
from throughline.office.dataset.queries.official import Official, Place, Values, official_values, place_of
from throughline.office.dataset.rules.register import OfficialSeries, official_series
from throughline.office.dataset.rules.timeline import Span, official_span, own_span


@dataclass(frozen=True)
class OverviewRow:
    """`own`: 'value unit (period)' pieces of the latest own value. `official`: own area and country, latest period."""

    indicator: Indicator
    own: tuple[str, str, str] | None
    period: str
    official: Official | None
    country: Official | None


def overview() -> tuple[list[OverviewRow], Place | None]:
    """In the register's order. Two queries, the area's, and two to five an official series."""
    area = Partnership.objects.get(pk=scope.current().partnership_id).area
    indicators = list(Indicator.objects.exclude(code="").select_related("owner").order_by("sector", "code"))
    own = _latest_own(area)
    place = place_of(area) if any(row.official_value for row in indicators) else None
    read: dict[OfficialSeries, Values] = {}
    return [_row(row, own, place, read) for row in indicators], place


def _row(
    indicator: Indicator,
    own: Mapping[int, tuple[str, str, str]],
    place: Place | None,
    read: dict[OfficialSeries, Values],
) -> OverviewRow:
    """`read`: the series that were read already."""
    series = official_series(indicator.official_value)
    if series is None or place is None:
        return OverviewRow(indicator, own.get(indicator.pk), "", None, None)
    wanted = [area.id for area in (place.own, place.country) if area]
    if series not in read:
        read[series] = official_values(series, areas=wanted)
    values = read[series]
    periods = [period for area, period in values if area == place.own.id and official_span(period, snapshot=True)]
    latest = max(periods, default="")
    comparable = is_comparable(indicator.unit)
    country = values.get((place.country.id, latest)) if place.country and comparable else None
    return OverviewRow(indicator, own.get(indicator.pk), latest, values.get((place.own.id, latest)), country)


def _latest_own(area: str) -> dict[int, tuple[str, str, str]]:
    """Indicator → (value, unit, period) of its latest value; of several units, that of the first in the file. One
    query."""
    found: dict[int, tuple[date, tuple[str, str, str]]] = {}
    spans: dict[str, Span | None] = {}
    rows = Observation.objects.filter(area=area, breakdown="", withdrawn=False).order_by("source_row", "pk")
    for indicator, period, precision, value, unit in rows.values_list(
        "indicator_id", "period", "precision", "value", "unit"
    ):
        span = spans[period] if period in spans else spans.setdefault(period, own_span(period))
        if span is not None and (indicator not in found or found[indicator][0] < span.ends):
            said = f"{precision} {plain(value):,f}".strip()
            found[indicator] = (span.ends, (said, unit, span.label))
    return {indicator: said for indicator, (_, said) in found.items()}
