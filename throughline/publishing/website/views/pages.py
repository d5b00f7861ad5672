"""Pages that editors write, and the files on them. What is another partnership's does not exist here."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Page

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.publishing.website.models import (
    ContentPage,
    HomePage,
    PartnershipSite,
    SiteDocument,
    SiteRendition,
)
from throughline.publishing.website.standard_pages import HOME, STANDARD_PAGES, StandardPage

STANDARD = {page.slug: page for page in STANDARD_PAGES}
A_YEAR = 365 * 24 * 60 * 60


@public
def page(request: Request, path: str) -> HttpResponse:
    """The page that editors published at this address; a standard page also while there is none."""
    published = _published(request, path)
    if published is not None:
        response: HttpResponse = published.serve(request)
        return response
    standard = HOME if not path else STANDARD.get(path.removesuffix("/"))
    if standard is None:
        raise Http404("There is no page at this address.")
    return _unmade(request, standard)


def _published(request: Request, path: str) -> Page | None:
    """The published page at the address below this partnership's home page. Three queries."""
    found = PartnershipSite.objects.filter(partnership=request.partnership).select_related("site__root_page").first()
    if found is None:
        return None
    request._wagtail_site = found.site  # type: ignore[attr-defined]
    if not path:
        home: HomePage | None = HomePage.objects.filter(pk=found.site.root_page_id, live=True).first()
        return home
    root = found.site.root_page
    page = Page.objects.filter(path__startswith=root.path, url_path=f"{root.url_path}{path}", live=True).first()
    specific: Page | None = page.specific if page is not None else None
    return specific


def _unmade(request: HttpRequest, standard: StandardPage) -> HttpResponse:
    kind = ContentPage if standard.slug else HomePage
    unmade = kind(title=standard.title, introduction=standard.introduction)
    unmade.body = standard.body
    if isinstance(unmade, ContentPage):
        unmade.quick_exit = standard.quick_exit
    return TemplateResponse(
        request, kind.template, {"page": unmade, "breadcrumbs": unmade.breadcrumbs(request), "below": []}
    )


@public
def image(request: Request, name: str) -> FileResponse:
    """One size of an image of this partnership's collection. Its name changes with its content."""
    collection = _site(request).collection
    rendition = get_object_or_404(
        SiteRendition.objects.select_related("image"),
        file=f"images/{name}",
        image__collection__path__startswith=collection.path,
    )
    response = FileResponse(rendition.file.open("rb"), filename=name)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@public
def document(request: Request, document_id: int, document_filename: str) -> HttpResponse:
    """A document of this partnership's collection, to download."""
    collection = _site(request).collection
    get_object_or_404(SiteDocument, pk=document_id, collection__path__startswith=collection.path)
    response: HttpResponse = serve_document(request, document_id, document_filename)
    return response


def _site(request: Request) -> PartnershipSite:
    return get_object_or_404(PartnershipSite.objects.select_related("collection"), partnership=request.partnership)


@public
def robots(request: Request) -> HttpResponse:
    """A demonstration stays out of search engines."""
    refused = ["/"] if settings.DEMONSTRATION else ["/cms/", "/office/", "/accounts/"]
    sitemap = f"Sitemap: {request.scheme}://{request.get_host()}/sitemap.xml"
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in refused), sitemap, ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
