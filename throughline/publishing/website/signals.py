"""What follows from writes elsewhere: the role `editor` and membership of the editors' group are one thing; publishing
a document's page freezes its version in the library; a page that moves is found at its old address."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.access.roles import Role
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.website import context
from throughline.publishing.website.models import DocumentPage, PartnershipSite
from throughline.publishing.website.operations import (
    align_editor,
    publish_document,
    remember_address,
    withdraw_document,
)


@receiver([post_save, post_delete], sender=RoleAssignment)
def follow_the_role(instance: RoleAssignment, **kwargs: Any) -> None:
    if instance.role != Role.EDITOR:
        return
    holds = RoleAssignment.objects.filter(
        user_id=instance.user_id, space_id=instance.space_id, role=Role.EDITOR, suspended=False
    ).exists()
    for partnership in Partnership.objects.filter(spaces__space_id=instance.space_id):
        align_editor(user=instance.user, partnership=partnership, edits=holds)


@receiver(page_published, sender=DocumentPage)
def freeze(instance: DocumentPage, revision: Any = None, **kwargs: Any) -> None:
    site = site_of_page(instance)
    if site is None:
        return
    with scope_of_site(site):
        publish_document(
            page=instance, site=site, today=context.today_shown(), by=_who(revision), at=context.moment_kept()
        )


@receiver(page_unpublished, sender=DocumentPage)
def take_down(instance: DocumentPage, **kwargs: Any) -> None:
    _taken_down(instance)


@receiver(post_delete, sender=DocumentPage)
def deleted(instance: DocumentPage, **kwargs: Any) -> None:
    _taken_down(instance)


def _taken_down(page: DocumentPage) -> None:
    site = site_of_page(page)
    if site is not None:
        with scope_of_site(site):
            withdraw_document(
                page_id=page.pk, today=context.today_shown(), by=system_actor("site"), at=context.moment_kept()
            )


@receiver(page_slug_changed)
def lead_on_from_the_old_slug(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    _remember(instance, instance_before.url_path, instance.url_path)


@receiver(post_page_move)
def lead_on_from_the_old_place(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    if url_path_before != url_path_after:
        _remember(instance, url_path_before, url_path_after)


def _remember(page: Page, before: str, after: str) -> None:
    site = site_of_page(page)
    if site is None:
        return
    home = site.site.root_page.url_path
    if before.startswith(home) and after.startswith(home):
        with scope_of_site(site):
            for each in (page, *page.get_descendants()):
                below = each.url_path.removeprefix(after)
                remember_address(
                    old=f"/{before.removeprefix(home)}{below}", new=f"/{after.removeprefix(home)}{below}",
                    page_id=each.pk, by=system_actor("site"),
                )  # fmt: skip


def site_of_page(page: Page) -> PartnershipSite | None:
    """The site whose home page stands above the page."""
    for found in PartnershipSite.objects.select_related("site__root_page", "collection", "partnership"):
        if page.path.startswith(found.site.root_page.path):
            return found
    return None


def scope_of_site(site: PartnershipSite) -> AbstractContextManager[Any]:
    """The active scope where it is that partnership's own, as in a request; else that partnership's."""
    active = scope.active()
    if isinstance(active, scope.Scope) and active.partnership_id == site.partnership_id:
        return nullcontext(active)
    return scope.activate(scope_of(site.partnership, context.moment_kept().date()))


def _who(revision: Any) -> Actor:
    user = getattr(revision, "user", None)
    return Actor(user=user) if user is not None else system_actor("site")
