"""What Wagtail asks this site: which pages an editor may choose among, and how the admin's menu looks."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks


@hooks.register("construct_page_chooser_queryset")
def own_pages_alone(pages: Any, request: HttpRequest) -> Any:
    """Wagtail offers every page of the installation; an editor is offered the partnership's own."""
    found = getattr(request, "partnership_site", None)
    return pages.none() if found is None else pages.descendant_of(found.site.root_page, inclusive=True)


@hooks.register("construct_main_menu")
def without_dead_entries(request: HttpRequest, menu_items: list[Any]) -> None:
    """Reports and settings are not the editors'."""
    menu_items[:] = [item for item in menu_items if item.name not in ("reports", "settings", "help", "snippets")]
