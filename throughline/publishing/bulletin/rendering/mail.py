"""Content → the mail's HTML, by MJML: tables and inlined styles that mail programs keep, one column on a phone."""

import re
from collections.abc import Callable

import nh3
from django.utils.html import escape
from mjml import mjml2html

from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Heading,
    Inline,
    NumberedList,
    Paragraph,
    Quote,
    Table,
    safe_link,
)
from throughline.foundation.documents.markdown import parse
from throughline.publishing.bulletin.rendering.document import row_runs
from throughline.publishing.bulletin.rules.content import Content, Section

TOKEN = "x7aToken0of0each0reader0stands0y"  # noqa: S105  32 characters, replaced for each recipient
FONT = "'Atkinson Hyperlegible Next', Arial, Helvetica, sans-serif"
INK, LINK, QUIET, BAND, LINE = "#0b0c0c", "#1a65a6", "#484949", "#0b3c5d", "#cecece"
P = f"margin:0 0 14px;font-size:17px;line-height:1.5;color:{INK};"
TAGS = {"p", "a", "strong", "em", "ul", "ol", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "span"}
ATTRIBUTES = {"*": {"style"}, "a": {"href", "style"}, "ol": {"start", "style"}}
Whole = Callable[[str], str]


def html_of(content: Content, *, partnership: str, links: "Links") -> str:
    """The whole mail for any reader: TOKEN stands where each one's own goes."""
    sections = "".join(_section(section, links) for section in content.sections)
    introduction = _text(content.introduction, links) if content.introduction else ""
    mjml = (
        f'<mjml lang="en-GB"><mj-head><mj-title>{escape(content.title)}</mj-title>'
        f"<mj-preview>{escape(_preview(content))}</mj-preview>"
        f'<mj-attributes><mj-all font-family="{FONT}" /><mj-text padding="0" />'
        '<mj-section padding="0" /></mj-attributes>'
        '<mj-breakpoint width="480px" /></mj-head>'
        '<mj-body width="640px" background-color="#f3f3f3">'
        f'<mj-section background-color="{BAND}" padding="28px 24px 24px"><mj-column><mj-text>'
        f'<p style="margin:0 0 6px;font-size:16px;line-height:1.4;color:#ffffff;">{escape(partnership)}</p>'
        f'<h1 style="margin:0 0 6px;font-size:30px;line-height:1.2;color:#ffffff;">{escape(content.title)}</h1>'
        f'<p style="margin:0;font-size:16px;line-height:1.4;color:#ffffff;">{escape(content.dated_line)}</p>'
        "</mj-text></mj-column></mj-section>"
        f"{_white(introduction) if introduction else ''}{sections}{_foot(partnership, links)}</mj-body></mjml>"
    )
    made: str = mjml2html(mjml, disable_comments=False, fonts={})
    return made.replace('lang="und"', 'lang="en-GB"', 1)


class Links:
    """Where the mail's links lead: whole addresses, counted where `counted` says how."""

    def __init__(self, whole: Whole, counted: Whole | None = None) -> None:
        self.whole, self.counted = whole, counted or whole

    def of(self, address: str) -> str:
        safe = safe_link(address)
        if not safe:
            return ""
        whole = self.whole(safe) if safe.startswith("/") else safe
        return self.counted(whole) if whole.startswith(("http://", "https://")) else whole


def _white(inner: str, *, padding: str = "24px 24px 10px") -> str:
    return (
        f'<mj-section background-color="#ffffff" padding="{padding}"><mj-column><mj-text>{inner}</mj-text>'
        "</mj-column></mj-section>"
    )


def _section(section: Section, links: Links) -> str:
    heading = f'<h2 style="margin:0 0 10px;font-size:23px;line-height:1.25;color:{INK};">{escape(section.heading)}</h2>'
    whom = f'<p style="{P}"><strong>For:</strong> {escape(section.for_whom)}</p>' if section.for_whom else ""
    rows = ""
    if section.rows:
        items = "".join(f'<li style="margin:0 0 10px;">{_inline(row_runs(row), links)}</li>' for row in section.rows)
        rows = (
            f'<ul style="margin:0 0 14px;padding:0 0 0 22px;font-size:17px;line-height:1.5;color:{INK};">{items}</ul>'
        )
    elif section.empty:
        rows = f'<p style="{P}">{escape(section.empty)}</p>'
    link = ""
    if section.link_url and links.of(section.link_url):
        words = escape(section.link_text or section.link_url)
        link = f'<p style="{P}"><a href="{escape(links.of(section.link_url))}" style="color:{LINK};">{words}</a></p>'
    picture = ""
    if section.picture:
        picture = (
            '<mj-section background-color="#ffffff" padding="24px 24px 0"><mj-column>'
            f'<mj-image padding="0" alt="{escape(section.picture_alt)}" src="{escape(links.whole(section.picture))}" />'
            "</mj-column></mj-section>"
        )
    rule = (
        '<mj-section background-color="#ffffff" padding="0 24px"><mj-column>'
        f'<mj-divider padding="0" border-width="1px" border-color="{LINE}" /></mj-column></mj-section>'
    )
    return picture + _white(heading + whom + _text(section.text, links) + rows + link) + rule


def _foot(partnership: str, links: Links) -> str:
    small = f"margin:0 0 10px;font-size:15px;line-height:1.5;color:{QUIET};"
    leave, choose = links.whole(f"/bulletin/leave/{TOKEN}/"), links.whole(f"/bulletin/preferences/{TOKEN}/")
    return (
        '<mj-section padding="22px 24px 30px"><mj-column><mj-text>'
        f'<p style="{small}">You get this because you subscribed to the bulletin of {escape(partnership)}, or work for '
        "one of its agencies. Nobody sees whether you open it or what you follow.</p>"
        f'<p style="{small}"><a href="{escape(choose)}" style="color:{LINK};">Choose what you get</a> &nbsp; '
        f'<a href="{escape(leave)}" style="color:{LINK};">Unsubscribe</a> &nbsp; '
        f'<a href="{escape(links.whole("/bulletin/"))}" style="color:{LINK};">Earlier issues</a></p>'
        "</mj-text></mj-column></mj-section>"
    )


def _preview(content: Content) -> str:
    """What stands beside the subject in a list of mails."""
    return ", ".join(section.heading for section in content.sections if section.heading)[:140]


def _text(text: str, links: Links) -> str:
    made = "".join(_block(block, links) for block in parse(text, top_level=3))
    return nh3.clean(
        made, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto", "tel"}
    )


def _inline(runs: Inline, links: Links) -> str:
    said = ""
    for run in runs:
        words = str(escape(run.text)).replace("\n", "<br>")
        words = f"<strong>{words}</strong>" if run.strong else words
        words = f"<em>{words}</em>" if run.emphasis else words
        address = links.of(run.link) if run.link else ""
        said += f'<a href="{escape(address)}" style="color:{LINK};">{words}</a>' if address else words
    return said


def _block(block: Block, links: Links) -> str:
    match block:
        case Heading(level, runs, _):
            size = {3: 19, 4: 18}.get(level, 17)
            style = f"margin:16px 0 8px;font-size:{size}px;line-height:1.3;color:{INK};"
            return f'<h{level} style="{style}">{_inline(runs, links)}</h{level}>'
        case Paragraph(runs):
            return f'<p style="{P}">{_inline(runs, links)}</p>'
        case BulletList() | NumberedList():
            return _list(block, links)
        case Quote(blocks):
            inner = "".join(_block(each, links) for each in blocks)
            style = f"margin:0 0 14px;padding:0 0 0 14px;border-left:5px solid {LINE};"
            return f'<blockquote style="{style}">{inner}</blockquote>'
        case Table(headers, rows):
            lines = ["; ".join(f"{_inline(h, links)}: {_inline(c, links)}" for h, c in zip(headers, row, strict=True))
                     for row in rows]  # fmt: skip
            return "".join(f'<p style="{P}">{line}</p>' for line in lines)
        case _:
            return ""


def _list(block: BulletList | NumberedList, links: Links) -> str:
    tag = "ul" if isinstance(block, BulletList) else "ol"
    items = "".join(
        f'<li style="margin:0 0 6px;">{_inline(item.runs, links)}{"".join(_list(below, links) for below in item.below)}'
        "</li>"
        for item in block.items
    )
    start = f' start="{block.start}"' if isinstance(block, NumberedList) and block.start != 1 else ""
    style = f"margin:0 0 14px;padding:0 0 0 22px;font-size:17px;line-height:1.5;color:{INK};"
    return f'<{tag}{start} style="{style}">{items}</{tag}>'


def size_of(html: str) -> int:
    """In bytes, as a mail program counts."""
    return len(re.sub(r"\s+", " ", html).encode())
