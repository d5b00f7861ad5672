"""Making a partnership's public site, and keeping its group of editors in step with the role."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.models import Site as WagtailSite

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import operation
from throughline.foundation.tenancy.models import Partnership, PartnershipHost
from throughline.publishing.website.models import (
    ContentPage,
    HomePage,
    LibraryPage,
    NewsListPage,
    PartnershipSite,
)
from throughline.publishing.website.standard_pages import HOME, STANDARD_PAGES

PAGE_PERMISSIONS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
# What lists other pages: kind, slug, title, in the menu (the library is there by its own entry).
LISTS: tuple[tuple[type[Page], str, str, bool], ...] = (
    (LibraryPage, "library", "Library", False),
    (NewsListPage, "news", "News", True),
)
COLLECTION_PERMISSIONS = (
    "add_image", "change_image", "choose_image", "delete_image",
    "add_document", "change_document", "choose_document", "delete_document",
)  # fmt: skip


@operation(None)
def make_site(*, partnership: Partnership, by: Actor) -> list[str]:
    """Makes what is missing of the partnership's site and says what it made; nothing twice, nothing changed.

    For whoever sets the installation up, at the command line: no permission of its own. A standard page that an editor
    has changed stays as it is; one that was deleted is made again.
    """
    made: list[str] = []
    found = PartnershipSite.objects.filter(partnership=partnership).select_related("site").first()
    if found is None:
        found = _new_site(partnership)
        made.append("site")
    home = HomePage.objects.get(pk=found.site.root_page_id)
    there = set(home.get_children().values_list("slug", flat=True))
    for standard in STANDARD_PAGES:
        if standard.slug not in there:
            page = ContentPage(
                title=standard.title, slug=standard.slug, introduction=standard.introduction,
                quick_exit=standard.quick_exit, show_in_menus=standard.in_menu,
            )  # fmt: skip
            page.body = standard.body
            _put(home, page, by)
            made.append(standard.title)
    for kind, slug, title, in_menu in LISTS:
        if slug not in there:
            _put(home, kind(title=title, slug=slug, show_in_menus=in_menu), by)
            made.append(title)
    return made


def _put(home: HomePage, page: Page, by: Actor) -> None:
    home.add_child(instance=page)
    page.save_revision(user=by.user).publish(user=by.user, skip_permission_checks=True)


def _new_site(partnership: Partnership) -> PartnershipSite:
    root = Page.get_first_root_node()
    _drop_the_welcome_page(root)
    home = HomePage(
        title=HOME.title,
        draft_title=HOME.title,
        slug=partnership.slug,
        introduction=HOME.introduction,
    )
    home.body = HOME.body
    root.add_child(instance=home)
    host = PartnershipHost.objects.filter(partnership=partnership).order_by("pk").first()
    site = WagtailSite.objects.create(
        hostname=host.host if host else f"{partnership.slug}.invalid",
        site_name=partnership.name[:255],
        root_page=home,
        is_default_site=not WagtailSite.objects.filter(is_default_site=True).exists(),
    )
    collection = Collection.get_first_root_node().add_child(instance=Collection(name=partnership.name[:255]))
    editors = Group.objects.create(name=f"Editors of {partnership.slug}")
    editors.permissions.add(Permission.objects.get(codename="access_admin"))
    for kind in PAGE_PERMISSIONS:
        GroupPagePermission.objects.create(group=editors, page=home, permission_type=kind)
    for codename in COLLECTION_PERMISSIONS:
        permission = Permission.objects.get(codename=codename, content_type__app_label__startswith="wagtail")
        GroupCollectionPermission.objects.create(group=editors, collection=collection, permission=permission)
    return PartnershipSite.objects.create(partnership=partnership, site=site, collection=collection, editors=editors)


def _drop_the_welcome_page(root: Page) -> None:
    """Wagtail's first migration leaves a page and a site of its own; both go when ours comes."""
    for page in root.get_children().exclude(pk__in=HomePage.objects.values("pk")):
        WagtailSite.objects.filter(root_page=page).delete()
        page.delete()
        root.refresh_from_db()


def align_editor(*, user: User, partnership: Partnership, edits: bool) -> None:
    """In the partnership's group of editors exactly when `edits`. Follows the role (signals) and is checked again by
    the gate of the editors' tree; not an operation because it decides nothing."""
    found = PartnershipSite.objects.filter(partnership=partnership).select_related("editors").first()
    if found is None:
        return
    if edits:
        user.groups.add(found.editors)
    else:
        user.groups.remove(found.editors)
