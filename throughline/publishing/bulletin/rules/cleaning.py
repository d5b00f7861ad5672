"""Text from editors, importers and suggestions, cleaned: no markup, no script, no tracking. Pure."""

import html
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import nh3

_MARKUP = re.compile(r"</?[a-zA-Z!?][^>]*>")
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
# What programs that send mail put behind addresses to know who clicked.
TRACKING = re.compile(
    r"^(utm_\w+|mc_[ce]id|fbclid|gclid|dclid|msclkid|mkt_tok|_hs(enc|mi)|vero_\w+|oly_\w+_id|wickedid|yclid|"
    r"ns_\w+|trk_\w+|__s|sc_cid|igshid|elq\w*)$",
    re.IGNORECASE,
)  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"]+")
_WRAPPED = re.compile(r"https://[\w.-]*safelinks\.protection\.outlook\.com/[^\s)>\"]*?[?&]url=([^&\s)>\"]+)[^\s)>\"]*")


def clean(text: str) -> str:
    """Plain text or Markdown. What was pasted as HTML loses its tags, and its scripts and styles whole; invisible
    characters go; links lose what tracks."""
    if _MARKUP.search(text):
        broken = re.sub(r"(?i)<br\s*/?>|</(?:li|tr)>", "\n", re.sub(r"(?i)</(?:p|div|h[1-6])>", "\n\n", text))
        text = html.unescape(
            nh3.clean(broken, tags=set(), clean_content_tags={"script", "style", "title", "head", "xml", "iframe"})
        )
        text = re.sub(r"<[^>\n]{0,200}>", "", text)  # what unescaping could have made
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"[ \t]+\n", "\n", text.replace("\u00a0", " "))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return _ADDRESS.sub(lambda found: clean_link(found[0]), unwrapped(text))


def clean_line(text: str) -> str:
    return " ".join(clean(text).split())


def unwrapped(text: str) -> str:
    """Outlook's safe links become the addresses that they hide."""
    from urllib.parse import unquote

    return _WRAPPED.sub(lambda found: unquote(found[1]), text)


def clean_link(address: str) -> str:
    """The address without what tells who clicked. Left as it is where it cannot be read."""
    try:
        parts = urlsplit(unwrapped(address.strip()))
        kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)
                if not TRACKING.match(name)]  # fmt: skip
    except ValueError:
        return address.strip()
    if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)):
        return urlunsplit(parts)
    return urlunsplit(parts._replace(query=urlencode(kept)))
