"""The addresses in an issue, asked for from the worker alone. LINK_CHECK=no switches it off (no internet)."""

from collections.abc import Iterator

from django.conf import settings

from throughline.foundation import weblinks
from throughline.publishing.bulletin.models import LinkCheck
from throughline.publishing.bulletin.queries.issues import content_of, issue
from throughline.publishing.bulletin.rules.checks import LinkState
from throughline.publishing.bulletin.rules.content import links_of

MOST = 200  # addresses of one issue


def unasked(issue_id: int) -> list[str]:
    """[] where checking is switched off."""
    if not settings.LINK_CHECK:
        return []
    wanted = {address[:500] for address, _ in links_of(content_of(issue(issue_id)))}
    rows = LinkCheck.objects.filter(url__in=wanted, state=LinkState.UNASKED).order_by("pk")
    return list(rows.values_list("url", flat=True)[:MOST])


def asked(issue_id: int) -> Iterator[tuple[str, LinkState, str]]:
    """(address, what came of it, what to tell) of each that waits, as it answers; with a pause for each host."""
    for url, (answer, says) in weblinks.ask_each(unasked(issue_id), inside=settings.LINK_CHECK_INSIDE):
        yield url, LinkState(answer.value), says
