"""Text that comes from people: cleaned, and as plain words. Pure."""

import html
import re

import nh3

TAGS = {"p", "br", "h3", "h4", "b", "strong", "i", "em", "ul", "ol", "li", "a", "hr"}
ATTRIBUTES = {"a": {"href"}}
BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6]|div)>|<br\s*/?>", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\f\v]+")


def safe_html(text: str) -> str:
    """An editor's or a pasted text: no script, style, picture or tracking gets through."""
    return nh3.clean(
        text, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None
    )


def plain(text: str) -> str:
    """A stranger's text without any markup, lines kept."""
    cleaned = html.unescape(nh3.clean(text, tags=set()))
    lines = [SPACES.sub(" ", line).strip() for line in cleaned.replace("\x00", "").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def words_of(markup: str) -> str:
    """The words of a cleaned HTML text, for searching."""
    return SPACES.sub(" ", plain(BLOCK_ENDS.sub("\n", markup)).replace("\n", " ")).strip()


def slug_for(title: str, taken: set[str]) -> str:
    """An address not among `taken`."""
    base = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:80] or "entry"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
