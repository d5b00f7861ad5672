"""The archive: issues by year, the search, one issue as a page, PDF and Word, the feed; and the way of a link."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, time
from threading import Lock

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag, urlencode
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.clock import LONDON, business_today, real_now
from throughline.foundation.documents import pdf, word
from throughline.foundation.documents.html import fragment
from throughline.foundation.documents.markdown import parse
from throughline.foundation.notices.api import site_link
from throughline.foundation.ui.parts import Card
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.bulletin import clicks
from throughline.publishing.bulletin.models import Issue
from throughline.publishing.bulletin.queries import archive, sending
from throughline.publishing.bulletin.queries.issues import dated_words
from throughline.publishing.bulletin.rendering.document import document_of, section_blocks
from throughline.publishing.bulletin.rules.content import as_data, hash_of
from throughline.publishing.bulletin.rules.kinds import IssueKind

HOME = NavigationItem("Home", "/")
IN_THE_FEED = 20
_made: OrderedDict[str, bytes] = OrderedDict()  # files by kind and content's hash: made once while they are asked for
_lock = Lock()
MOST_MADE = 30


def _card(row: Issue) -> Card:
    return Card(
        row.title,
        reverse("bulletin:public", args=[row.slug]),
        dated_words(row.dated, row.day_known),
        "Urgent notice" if row.kind == IssueKind.URGENT else "",
    )


@public
@require_safe
def listing(request: Request) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    given = request.GET.get("year", "")
    years = archive.years()
    year = int(given) if given.isdigit() and int(given) in years else None
    page = Paginator(archive.found_issues(words, year, business_today()), 20).get_page(request.GET.get("page"))
    here = reverse("bulletin:archive")
    context = {
        "breadcrumbs": [HOME],
        "cards": [_card(row) for row in page],
        "page_obj": page,
        "words": words,
        "year": year,
        "years": [
            NavigationItem("All years", here, current=year is None),
            *(NavigationItem(str(each), f"{here}?{urlencode({'year': each})}", current=each == year) for each in years),
        ],
        "query": f"{urlencode({'q': words, 'year': year or ''})}&",
        "narrowed": bool(words or year),
    }
    return render(request, "bulletin/archive.html", context)


def _shown(issue_slug: str) -> archive.Archived:
    try:
        row = archive.public_issue(issue_slug)
    except Issue.DoesNotExist as error:
        raise Http404 from error
    return archive.as_shown_today(row, business_today())


@public
@require_safe
def issue(request: Request, issue_slug: str) -> HttpResponse:
    shown = _shown(issue_slug)
    content = shown.content
    context = {
        "shown": shown,
        "content": content,
        "breadcrumbs": [HOME, NavigationItem("Bulletin", reverse("bulletin:archive"))],
        "introduction": fragment(parse(content.introduction, top_level=3)),
        "sections": [
            (section, fragment(section_blocks(section, f"part-{number}")[1:]), f"part-{number}")
            for number, section in enumerate(content.sections, start=1)
        ],
        "has_pdf": pdf.pdf_available(),
        "picture": next(((each.picture, each.picture_alt) for each in content.sections if each.picture), ("", "")),
        "told": f"The bulletin of {request.partnership.name}, {shown.dated}.",
    }
    return render(request, "bulletin/public_issue.html", context)


@public
@require_safe
def as_pdf(request: Request, issue_slug: str) -> HttpResponse:
    return _file(request, issue_slug, "pdf", "application/pdf")


@public
@require_safe
def as_word(request: Request, issue_slug: str) -> HttpResponse:
    return _file(request, issue_slug, "docx", word.CONTENT_TYPE)


def _file(request: Request, issue_slug: str, ending: str, content_type: str) -> HttpResponse:
    """The same content is made once while it is asked for; its hash is the ETag."""
    shown = _shown(issue_slug)
    etag = quote_etag(f"{ending}-{hash_of(as_data(shown.content))}")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged

    def write() -> bytes:
        document = document_of(
            shown.content, partnership=request.partnership.name, whole=_whole,
            pictures=archive.pictures_of(shown.content),
        )  # fmt: skip
        return pdf.write(document) if ending == "pdf" else word.write(document)

    response = HttpResponse(_once(f"{request.partnership.pk}{etag}", write), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{shown.slug}.{ending}"'
    response["ETag"], response["Cache-Control"] = etag, "public, max-age=300"
    return response


def _whole(path: str) -> str:
    return site_link(path) if path.startswith("/") else path


def _once(key: str, write: Callable[[], bytes]) -> bytes:
    with _lock:  # one at a time: a crowd waits for the first instead of making the same
        if key not in _made:
            _made[key] = write()
            while len(_made) > MOST_MADE:
                _made.popitem(last=False)
        return _made[key]


@public
@require_safe
def feed(request: Request) -> HttpResponse:
    """Atom, the newest twenty."""
    rows = list(archive.public_issues()[:IN_THE_FEED])
    here = site_link(reverse("bulletin:archive"))
    atom = Atom1Feed(
        title=f"Bulletin of {request.partnership.name}",
        link=here,
        feed_url=site_link(reverse("bulletin:feed")),
        description=f"What {request.partnership.name} sends out",
        language="en-GB",
    )
    for row in rows:
        link = site_link(reverse("bulletin:public", args=[row.slug]))
        atom.add_item(
            title=row.title,
            link=link,
            unique_id=link,
            description=dated_words(row.dated, row.day_known),
            pubdate=datetime.combine(row.dated, time(), LONDON) if row.kind == IssueKind.BACK else row.public_at,
            updateddate=row.public_at,
        )
    content = atom.writeString("utf-8")
    last = int(max((row.public_at.timestamp() for row in rows if row.public_at), default=0))
    etag = quote_etag(f"feed-{len(rows)}-{last}-{hash_of({'c': content})[:16]}")
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response


@public
@require_safe
def follow(request: Request, link_code: str) -> HttpResponse:
    """A link of a mail: on to where it leads. That it was followed is kept for minutes, then only counted."""
    link = sending.link_by_code(link_code)
    if link is None:
        raise Http404
    clicks.keep(request, link_code, request.partnership.pk, real_now())
    response = HttpResponseRedirect(link.url)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
