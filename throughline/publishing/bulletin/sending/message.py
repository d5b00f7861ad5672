"""The mould of an issue's mail: its content, its links, its headers."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from throughline.foundation.notices.api import site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.publishing.bulletin.models import Issue
from throughline.publishing.bulletin.queries.issues import content_of
from throughline.publishing.bulletin.queries.sending import link_codes
from throughline.publishing.bulletin.rendering.mail import TOKEN, Links, html_of, size_of
from throughline.publishing.bulletin.rendering.mould import Envelope, Mould
from throughline.publishing.bulletin.rules.content import Content
from throughline.publishing.bulletin.rules.text import as_text

# Addresses of urls/public.py, written out: looking them up would load every page of the site, 25 MB, into the process
# that sends.
ARCHIVE, FOLLOW = "/bulletin/", "/bulletin/go/{}/"
LEAVE, CHOOSE = f"/bulletin/leave/{TOKEN}/", f"/bulletin/preferences/{TOKEN}/"


def partnership_here() -> Partnership:
    found: Partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    return found


def links_for(issue_id: int | None) -> Links:
    """Counted ones for an issue that goes out, plain ones for a preview or a test."""
    codes = link_codes(issue_id) if issue_id is not None else {}
    base = site_link("")

    def counted(address: str) -> str:
        code = codes.get(address[:500]) or codes.get(address.removeprefix(base)[:500])
        return site_link(FOLLOW.format(code)) if code else address

    return Links(site_link, counted)


def html_for(content: Content, issue_id: int | None = None) -> str:
    return html_of(content, partnership=partnership_here().name, links=links_for(issue_id))


def text_for(content: Content) -> str:
    """With the way to unsubscribe at its end."""
    leave, choose = site_link(LEAVE), site_link(CHOOSE)
    base = site_link("")
    body = as_text(content).replace("](/", f"]({base}/").replace("(/", f"({base}/").replace("\n  /", f"\n  {base}/")
    body = body.replace(":\n/", f":\n{base}/")
    return (
        f"{body}\n--\n{partnership_here().name}\n\n"
        "You get this because you subscribed, or work for one of our agencies.\n"
        f"Choose what you get:\n{choose}\n\nUnsubscribe:\n{leave}\n"
    )


def mail_size(row: Issue) -> int:
    """In bytes, of the part that mail programs cut when it is long."""
    return size_of(html_for(content_of(row)))


def mould_of(row: Issue, at: datetime, *, test: bool = False) -> Mould:
    """Of an issue that goes out; or, for a test, of what it says now, with links that are not counted."""
    partnership, content = partnership_here(), content_of(row)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    envelope = Envelope(
        subject=f"Test: {content.subject}" if test else content.subject,
        from_name=partnership.name,
        from_address=address,
        reply_to=settings.REPLY_TO,
        list_name=f"Bulletin of {partnership.name}",
        list_id=f"bulletin.{partnership.slug}.{address.rpartition('@')[2]}",
        leave=site_link(LEAVE),
        archive=site_link(ARCHIVE),
        at=at,
    )
    return Mould(envelope, html=html_for(content, None if test else row.pk), text=text_for(content))


def sender_for(token: str) -> str:
    """The envelope's sender, to which bounces go: with the delivery's token in it where the site has such a mailbox."""
    mailbox: str = settings.BULLETIN_BOUNCES_TO
    if not mailbox:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    local, _, domain = mailbox.partition("@")
    return f"{local}+{token}@{domain}"
