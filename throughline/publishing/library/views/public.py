"""What anybody reads of the library."""

from datetime import date, datetime, time

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today
from throughline.foundation.figures.pages import page_of
from throughline.foundation.ui import formats
from throughline.foundation.ui.formats import LONDON
from throughline.foundation.ui.parts import Card, SummaryRow
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.library import api, presenters, queries
from throughline.publishing.library.forms import ElsewhereFilter, ListFilter
from throughline.publishing.library.rules import KINDS, is_stale

HOME = NavigationItem("Home", "/")
YEARS = 2  # that can be looked ahead and back


def _library() -> NavigationItem:
    return NavigationItem("Library", reverse("library:list"))


@public
@require_safe
def documents(request: Request) -> HttpResponse:
    today = business_today()
    versions = list(queries.current())
    audiences = sorted({row.document.audience for row in versions if row.document.audience})
    form = ListFilter(request.GET or None, audiences=audiences)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    kind, audience = wanted.get("kind", ""), wanted.get("audience", "")
    found = [row for row in versions if kind in ("", row.document.kind) and audience in ("", row.document.audience)]
    sections = [
        (label, [presenters.card(row, today) for row in found if row.document.kind == each])
        for each, label in KINDS.items()
    ]
    return render(
        request,
        "library/list.html",
        {
            "breadcrumbs": [HOME],
            "filter": form,
            "narrowed": bool(kind or audience),
            "sections": [(label, cards) for label, cards in sections if cards],
            "open": [
                Card(
                    row.title, reverse("library:comment", args=[row.pk]), note=presenters.consultation_note(row, today)
                )
                for row in queries.open_to_public(today)
            ],
        },
    )


@public
@require_safe
def document(request: Request, document_slug: str, version_number: int | None = None) -> HttpResponse:
    row = queries.document_at(document_slug)
    version = queries.version_of(row, version_number) if row is not None else None
    if row is None or version is None:
        raise Http404("There is no such document.")
    return render(
        request,
        "library/document.html",
        {"document": presenters.shown(row, version, business_today()), "breadcrumbs": [HOME, _library()]},
    )


@public
@require_safe
def services(request: Request) -> HttpResponse:
    today = business_today()
    words = request.GET.get("q", "").strip()[:100].lower()
    rows = [
        row
        for row in queries.services()
        if words in " ".join((row.name, row.provider, row.what, row.who_for, row.theme)).lower()
    ]
    return render(
        request,
        "library/services.html",
        {
            "breadcrumbs": [HOME, _library()],
            "q": request.GET.get("q", "")[:100],
            "cards": [presenters.service_card(row, today) for row in rows],
        },
    )


@public
@require_safe
def service(request: Request, service_slug: str) -> HttpResponse:
    row = get_object_or_404(queries.services(), slug=service_slug)
    today = business_today()
    facts = [
        SummaryRow(key, value)
        for key, value in (
            ("Who it is for", row.who_for), ("Who can refer", row.who_refers), ("How to refer", row.how),
            ("Provided by", row.provider),
        )
        if value
    ]  # fmt: skip
    checked = presenters.check_words(row.checked_on, today, formats.day(row.checked_on) if row.checked_on else "")
    above = [HOME, _library(), NavigationItem("Services", reverse("library:services"))]
    return render(
        request,
        "library/service.html",
        {
            "service": row,
            "facts": facts,
            "checked": checked,
            "stale": is_stale(row.checked_on, today),
            "breadcrumbs": above,
        },
    )


def _year(request: Request, today: date) -> int:
    text = request.GET.get("year", "")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today.year
    return wanted if abs(wanted - today.year) <= YEARS else today.year


@public
@require_safe
def campaigns(request: Request) -> HttpResponse:
    today = business_today()
    year = _year(request, today)
    here = reverse("library:campaigns")
    return render(
        request,
        "library/campaigns.html",
        {
            "breadcrumbs": [HOME, _library()],
            "year": str(year),
            "years": [
                NavigationItem(str(each), f"{here}?year={each}", current=each == year)
                for each in range(today.year - 1, today.year + YEARS)
            ],
            "cards": [
                Card(
                    days.campaign.title, reverse("library:campaign", args=[days.campaign.slug]),
                    text=presenters.days_words(days), note=days.theme,
                )
                for days in queries.calendar_of(year)
            ],
        },
    )  # fmt: skip


@public
@require_safe
def campaign(request: Request, campaign_slug: str) -> HttpResponse:
    row = get_object_or_404(queries.campaigns(), slug=campaign_slug)
    today = business_today()
    years = [queries.campaign_days(row, each) for each in (today.year, today.year + 1)]
    return render(
        request,
        "library/campaign.html",
        {
            "breadcrumbs": [HOME, _library(), NavigationItem("Campaigns", reverse("library:campaigns"))],
            "campaign": row,
            "days": [
                SummaryRow(
                    str(each.first.year), presenters.days_words(each) + (f": {each.theme}" if each.theme else "")
                )
                for each in years
            ],
            "resources": list(row.resources.all()),
            "pledges": list(row.pledges.all()),
        },
    )


@public
@require_safe
def elsewhere(request: Request) -> HttpResponse:
    form = ElsewhereFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    region, theme = wanted.get("region", ""), wanted.get("theme", "")
    rows = [row for row in queries.elsewhere() if region in ("", row.region) and (not theme or theme in row.themes)]
    return render(
        request,
        "library/elsewhere.html",
        {
            "breadcrumbs": [HOME, _library()],
            "filter": form,
            "narrowed": bool(region or theme),
            "reviews": rows,
            "themes_url": page_of("review themes"),
        },
    )


@public
@require_safe
def feed(request: Request) -> HttpResponse:
    """Atom: the versions that apply, the newest first."""
    host = f"{request.scheme}://{request.get_host()}"
    made = Atom1Feed(
        title=f"Library of {request.partnership.name}",
        link=f"{host}{reverse('library:list')}",
        description="New and changed documents.",
        feed_url=f"{host}{request.path}",
        language="en-gb",
    )
    for entry in api.new_between(date.min, business_today())[:50]:
        made.add_item(
            title=f"{entry.kind}: {entry.title}",
            link=f"{host}{entry.url}",
            description=entry.summary or entry.title,
            updateddate=datetime.combine(entry.day, time(), LONDON),
            unique_id=f"{host}{entry.url}#{entry.day}",
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
