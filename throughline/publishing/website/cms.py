"""What an editor may ask the editors' tree for, beside Wagtail's own permissions.

Wagtail lets any editor choose among all pages, look up chosen images by number and see all tags. Here one partnership's
editors meet nothing of another's: a row outside the tree is a 404, and parts with nothing for editors are closed.
"""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page

from throughline.publishing.website.models import PartnershipSite, SiteDocument, SiteImage

# Parts of the admin that are not the editors' (people, sites, settings of the tree) or that ask the outside world.
CLOSED = (
    "wagtailadmin_collections:", "wagtailadmin_reports:", "wagtailadmin_workflows", "wagtailadmin_login",
    "wagtailadmin_password_reset", "wagtailadmin_tag_", "wagtailadmin_pages:set_privacy", "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:choose_parent", "wagtailadmin_error_test", "wagtailembeds:", "wagtailimages:url_generator",
    "wagtailsites:", "wagtailsnippets:", "wagtailusers_", "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_api:images:", "wagtailadmin_api:documents:", "wagtailimages_chooser:chosen_multiple",
    "wagtaildocs_chooser:chosen_multiple",
)  # fmt: skip
PAGE_KEYS = ("parent_page_id", "page_id", "page_to_move_id", "destination_id")
IMAGE_KEYS = ("image_id",)
DOCUMENT_KEYS = ("document_id", "doc_id")


def refuse_what_is_not_ours(request: HttpRequest, name: str, kwargs: dict[str, Any], site: PartnershipSite) -> None:
    """Raises Http404. `name` is the view's with its namespace, `kwargs` the values from the address."""
    if name.startswith(CLOSED):
        raise Http404
    pages = {kwargs[key] for key in PAGE_KEYS if key in kwargs}
    images = {kwargs[key] for key in IMAGE_KEYS if key in kwargs}
    documents = {kwargs[key] for key in DOCUMENT_KEYS if key in kwargs}
    if "pk" in kwargs:
        if name.startswith(("wagtailadmin_pages:", "wagtailadmin_api:pages")):
            pages.add(kwargs["pk"])
        elif name.startswith(("wagtailimages", "wagtailadmin_api:images")):
            images.add(kwargs["pk"])
        elif name.startswith(("wagtaildocs", "wagtailadmin_api:documents")):
            documents.add(kwargs["pk"])
    if name.startswith("wagtail_bulk_action"):
        numbers = set(request.GET.getlist("id"))
        kind = kwargs.get("model_name")
        if kind == "image":
            images |= numbers
        elif kind == "document":
            documents |= numbers
        else:
            pages |= numbers
            if "all" in numbers:  # of a listing: Wagtail names those that may not be touched, so it has to be ours
                _below_home(request.GET.get("childOf", ""), site)
    if not (pages_are_ours(pages, site) and images_are_ours(images, site) and documents_are_ours(documents, site)):
        raise Http404


def _below_home(number: str, site: PartnershipSite) -> None:
    page = Page.objects.filter(pk=number).first() if number.isdigit() else None
    if page is None or not page.path.startswith(site.site.root_page.path):
        raise Http404


def pages_are_ours(numbers: set[Any], site: PartnershipSite) -> bool:
    """True for pages of the partnership's tree, and for the root above all trees, which shows only what may be seen."""
    wanted = _whole(numbers)
    if wanted is None:
        return False
    home = site.site.root_page
    found = Page.objects.filter(pk__in=wanted).values_list("path", flat=True)
    return len(found) == len(wanted) and all(path.startswith(home.path) or home.path.startswith(path) for path in found)


def images_are_ours(numbers: set[Any], site: PartnershipSite) -> bool:
    return _in_the_collection(SiteImage, numbers, site)


def documents_are_ours(numbers: set[Any], site: PartnershipSite) -> bool:
    return _in_the_collection(SiteDocument, numbers, site)


def _in_the_collection(model: Any, numbers: set[Any], site: PartnershipSite) -> bool:
    wanted = _whole(numbers)
    if wanted is None:
        return False
    if not wanted:
        return True
    ours = model.objects.filter(pk__in=wanted, collection__path__startswith=site.collection.path)
    return bool(ours.count() == len(wanted))


def _whole(numbers: set[Any]) -> set[int] | None:
    """None when one of them is not a number; "all" of a bulk action is left to Wagtail's own permissions."""
    kept = {str(number) for number in numbers} - {"all"}
    return {int(number) for number in kept} if all(number.isdigit() for number in kept) else None
