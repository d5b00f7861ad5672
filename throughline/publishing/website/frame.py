"""What every page needs and few writes change, kept in the process for some seconds.

A second process sees a change when its own copy runs out: `settings.FRAME_SECONDS` at most. Tests keep nothing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.models import Page

from throughline.foundation.tenancy.models import Partnership, PartnershipHost
from throughline.office.partnership.api import contacts
from throughline.publishing.website.standard_pages import FOOT

_kept: dict[Any, tuple[float, Any]] = {}


@dataclass(frozen=True)
class Frame:
    """Telephone numbers as people read them; empty where none is on record. 999 and 101 are national."""

    worried_phone: str = ""
    out_of_hours_phone: str = ""
    police_phone: str = "101"
    emergency_phone: str = "999"


def kept[T](key: Any, make: Callable[[], T]) -> T:
    """`make()`, or what it gave less than FRAME_SECONDS ago. Keys name the partnership, or hold for all of them."""
    seconds: int = settings.FRAME_SECONDS
    if not seconds:
        return make()
    now = time.monotonic()
    found = _kept.get(key)
    if found is None or found[0] < now:
        found = _kept[key] = (now + seconds, make())
    return found[1]


def frame_of(partnership: Partnership) -> Frame:
    """The partnership's numbers. Needs its scope to be active; one query, or none while it is kept."""
    return kept(("frame", partnership.pk), _frame)


def _frame() -> Frame:
    found = {row.kind: row.value for row in contacts()}
    return Frame(
        worried_phone=found.get("worried_about_a_child_phone", ""),
        out_of_hours_phone=found.get("out_of_hours_phone", ""),
        police_phone=found.get("police_non_emergency") or "101",
        emergency_phone=found.get("emergency") or "999",
    )


def hosts() -> list[tuple[int, str, str]]:
    """(partnership id, area, host) of every partnership, one host each: the demonstration's switcher."""
    return kept("hosts", _hosts)


def _hosts() -> list[tuple[int, str, str]]:
    found: dict[int, tuple[int, str, str]] = {}
    for row in PartnershipHost.objects.select_related("partnership").order_by("partnership__is_default", "host"):
        found.setdefault(row.partnership_id, (row.partnership_id, row.partnership.area, row.host))
    return sorted(found.values(), key=lambda entry: entry[1])


def menu_pages(partnership: Partnership) -> list[tuple[str, str]]:
    """(title, address) of the pages that its editors put in the menu. One query, or none while it is kept."""
    return kept(("menu", partnership.pk), lambda: _menu_pages(partnership))


def _menu_pages(partnership: Partnership) -> list[tuple[str, str]]:
    home = f"/{partnership.slug}/"  # the home page's own slug, as make_site gives it
    rows = Page.objects.filter(live=True, show_in_menus=True, url_path__startswith=home, depth__gt=2).order_by("path")
    return [(title, f"/{path.removeprefix(home)}") for title, path in rows.values_list("title", "url_path")]


def footer_links() -> list[tuple[str, str]]:
    """(words, address) of the standard pages at the foot, which always answer."""
    return [(page.link, f"/{page.slug}/") for page in FOOT]
