"""How an issue is shown long after: names taken out, withdrawn reviews gone, old numbers marked. Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from throughline.publishing.bulletin.rules.checks import PHONE, digits
from throughline.publishing.bulletin.rules.content import Content, Row, Section, markdown_links

REMOVED = "[name removed]"
OLD_NUMBER = " (an old number: see today’s at the foot of this page)"
PERHAPS_OLD = " (perhaps an old number: see today’s at the foot of this page)"
REVIEW = "reviews.review:"


def without_names(content: Content, names: Iterable[str]) -> Content:
    """Each name, whatever its capitals and spaces, is "[name removed]" wherever it stands."""
    found = [_pattern(name) for name in sorted(names, key=len, reverse=True) if name.split()]
    if not found:
        return content

    def out(text: str) -> str:
        for pattern in found:
            text = pattern.sub(REMOVED, text)
        return text

    return replace(
        content, title=out(content.title), subject=out(content.subject), introduction=out(content.introduction),
        sections=tuple(
            replace(
                each, heading=out(each.heading), text=out(each.text), for_whom=out(each.for_whom),
                link_text=out(each.link_text), link_url="" if out(each.link_url) != each.link_url else each.link_url,
                picture_alt=out(each.picture_alt),
                rows=tuple(replace(row, title=out(row.title), note=out(row.note)) for row in each.rows),
            )
            for each in content.sections
        ),
    )  # fmt: skip


def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def without_withdrawn(content: Content, published: Collection[int], gone: Collection[str] = ()) -> Content:
    """Reviews that are published no more disappear from the lists, and items that lead to one with all their words.
    `published` are ids, `gone` the addresses on this site of what was withdrawn."""

    def stays(row: Row) -> bool:
        known = not row.source.startswith(REVIEW) or int(row.source.removeprefix(REVIEW)) in published
        return known and not _leads(row.url, gone)

    sections = []
    for section in content.sections:
        links = [section.link_url, *(address for address, _ in markdown_links(section.text))] if gone else []
        if any(_leads(address, gone) for address in links):
            section = Section(section.kind, "Withdrawn", "What stood here was withdrawn.", block=section.block)
        rows = tuple(row for row in section.rows if stays(row))
        if section.rows and not rows:
            section = replace(section, empty="What stood here was withdrawn.")
        sections.append(replace(section, rows=rows))
    return replace(content, sections=tuple(sections))


def _leads(address: str, gone: Collection[str]) -> bool:
    return any(address == path or address.endswith(path) for path in gone)


@dataclass(frozen=True)
class Phones:
    """As digits: those of the partnership today, and those that it had once."""

    today: frozenset[str]
    former: frozenset[str]

    @classmethod
    def of(cls, today: Iterable[str], former: Iterable[str] = ()) -> "Phones":
        now = frozenset(map(digits, today))
        return cls(now, frozenset(map(digits, former)) - now)


def with_todays_numbers(content: Content, today: tuple[Row, ...], phones: Phones, *, old: bool) -> Content:
    """ "Worried about a child?" shows today's numbers, and a number elsewhere that was the partnership's is marked;
    in an `old` issue every one of its area's exchange that is none of today's: whose it was nobody knows any more."""
    sections = tuple(
        replace(each, rows=today)
        if each.kind == "worried"
        else replace(each, text=mark_old(each.text, phones, old=old))
        for each in content.sections
    )
    return replace(content, sections=sections, introduction=mark_old(content.introduction, phones, old=old))


def mark_old(text: str, phones: Phones, *, old: bool) -> str:
    exchanges = {phone[:5] for phone in phones.today if len(phone) >= 10}

    def marked(found: re.Match[str]) -> str:
        number = digits(found[0])
        if number in phones.today:
            return found[0]
        if number in phones.former:
            return found[0] + OLD_NUMBER
        return found[0] + PERHAPS_OLD if old and number[:5] in exchanges else found[0]

    return PHONE.sub(marked, text)
