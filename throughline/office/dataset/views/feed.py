"""The keyed feed: three tables, each as CSV and as JSON, small numbers hidden as for the key's audience."""

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from throughline.foundation.access.http import Request
from throughline.foundation.sheets.api import CSV_TYPE, csv_file
from throughline.office.dataset import feed
from throughline.office.dataset.feed import Column, FeedCell
from throughline.office.dataset.models import ApiKey
from throughline.office.dataset.views.interface import keyed

type View = Callable[..., HttpResponse]
reading = keyed(ApiKey.Use.READ)


def _table(name: str, columns: tuple[Column, ...], rows: Callable[[ApiKey], list[list[FeedCell]]]) -> tuple[View, View]:
    """(as CSV, as JSON)"""

    @reading
    @require_safe
    def as_csv(request: Request, *, key: ApiKey) -> HttpResponse:
        heading: list[FeedCell] = [column.name for column in columns]
        answer = HttpResponse(csv_file([heading, *rows(key)]), content_type=CSV_TYPE)
        answer["Content-Disposition"] = f'inline; filename="{name}.csv"'
        return answer

    @reading
    @require_safe
    def as_json(request: Request, *, key: ApiKey) -> HttpResponse:
        return JsonResponse({"rows": feed.as_json(columns, rows(key))})

    return as_csv, as_json


indicators_csv, indicators_json = _table("indicators", feed.INDICATORS, lambda key: feed.indicator_rows())
values_csv, values_json = _table("values", feed.VALUES, lambda key: feed.value_rows(key.audience))
official_csv, official_json = _table("official", feed.OFFICIAL, lambda key: feed.official_rows())
