"""What was published: the list, the latest edition of a year, and earlier ones."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today
from throughline.publishing.yearly_report import queries
from throughline.publishing.yearly_report.models import Edition


@public
@require_safe
def editions(request: Request) -> HttpResponse:
    latest: dict[str, Edition] = {}
    for edition in queries.editions():
        latest.setdefault(edition.report.year, edition)
    return render(request, "yearly_report/public_list.html", {"editions": list(latest.values())})


@public
@require_safe
def latest(request: Request, year: str) -> HttpResponse:
    return _edition(request, year, None)


@public
@require_safe
def numbered(request: Request, year: str, number: int) -> HttpResponse:
    return _edition(request, year, number)


def _edition(request: Request, year: str, number: int | None) -> HttpResponse:
    try:
        edition = queries.edition_of(year, number)
    except Edition.DoesNotExist as missing:
        raise Http404 from missing
    others = [other for other in queries.editions_of(edition.report) if other.pk != edition.pk]
    newer = [other for other in others if other.number > edition.number]
    files = queries.files_of(edition=edition)
    context = {
        "edition": edition,
        "year": edition.report.year,
        "page": mark_safe(edition.html),  # noqa: S308  made by documents.html when it was frozen, every text escaped
        "files": files,
        "has_pdf": any(file.format == "pdf" for file in files),
        "earlier": [other for other in others if other.number < edition.number],
        "superseded_by": newer[0] if newer else None,
        "is_ahead": edition.as_at > business_today(),
    }
    return render(request, "yearly_report/edition.html", context)
