"""What is wrong with an issue before it goes, each rule by its code. Pure: facts in, findings out.

Errors stop the issue; warnings are acknowledged by name.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from markdown_it import MarkdownIt

from throughline.publishing.bulletin.reading.dates import days_in
from throughline.publishing.bulletin.rules.content import Content, Section, markdown_links
from throughline.publishing.bulletin.rules.reading_age import HARD, reading_age

LARGEST_MAIL = 100 * 1024  # bytes: Gmail cuts a longer one short, with its unsubscribe link
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\d£.])(?:\+44\s?\d|0\d)(?:[\s-]?\d){8,9}(?!\d)")
VAGUE = re.compile(
    r"^\W*(?:(?:please\s+)?(?:click|press|tap)\s+(?:here|this)|here|this|link|this link|read more|more|find out more|"
    r"learn more|more info(?:rmation)?|details|website|download|see here)\W*$",
    re.IGNORECASE,
)
CLICK_HERE = re.compile(r"\b(?:click|tap|press)\s+(?:on\s+)?(?:here|this|the link)\b", re.IGNORECASE)
IN_A_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
USELESS_ALT = re.compile(
    r"^\W*(?:image|picture|photo|photograph|logo|graphic|icon|banner|img[_\s-]?\d*|dsc[_\s-]?\d+|untitled|screenshot)"
    r"\W*\d*\W*$|\.(?:png|jpe?g|gif|svg|webp)\W*$",
    re.IGNORECASE,
)


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class LinkState(StrEnum):
    """What came of asking for an address. `unasked`: not yet, or this machine has no internet."""

    GOOD = "good"
    GONE = "gone"
    UNSURE = "unsure"
    UNASKED = "unasked"


@dataclass(frozen=True)
class Code:
    level: Level
    says: str


CODES = {
    "BU-01": Code(Level.ERROR, "A link leads nowhere: not found, gone, or its host is unknown."),
    "BU-02": Code(Level.WARNING, "A link could not be checked: refused, too many requests, or no answer in time."),
    "BU-03": Code(Level.ERROR, "A picture has no text that says what it shows."),
    "BU-04": Code(Level.WARNING, "A picture’s text says nothing, such as “logo” or a file’s name."),
    "BU-05": Code(Level.ERROR, "A link says “click here” or the like: a screen reader lists links by their words."),
    "BU-06": Code(Level.ERROR, "Headings are out of order, or one is missing."),
    "BU-07": Code(Level.ERROR, "A weekday does not match its date."),
    "BU-08": Code(Level.ERROR, "A day’s ending is wrong, such as “22rd”."),
    "BU-09": Code(Level.ERROR, "There is no such day."),
    "BU-10": Code(Level.ERROR, "A training session is past or cancelled."),
    "BU-11": Code(Level.WARNING, "A training session is full."),
    "BU-12": Code(Level.ERROR, "An email address or telephone number is nearly the partnership’s own, but not quite."),
    "BU-13": Code(Level.ERROR, "The issue does not say whom to call when one is worried about a child."),
    "BU-14": Code(Level.WARNING, "The text asks much of its readers."),
    "BU-15": Code(Level.WARNING, "The mail is so large that some mail programs cut it short."),
    "BU-16": Code(Level.ERROR, "The issue has nothing in it."),
    "BU-17": Code(Level.WARNING, "Links were not checked: checking is switched off on this machine, or not done yet."),
    "BU-18": Code(Level.ERROR, "A link is not one that can be followed from a mail."),
    "BU-19": Code(Level.WARNING, "A list has nothing in it."),
}


@dataclass(frozen=True)
class Finding:
    """`key` is the same as long as the same thing is wrong, so that an acknowledgement stays with it."""

    code: str
    where: str
    text: str
    says: str
    block: int = 0

    @property
    def level(self) -> Level:
        return CODES[self.code].level

    @property
    def key(self) -> str:
        return f"{self.code}:{self.block}:{self.text[:150]}"


@dataclass(frozen=True)
class SessionFact:
    """A session that the issue lists. `state`: "open", "full", "past" or "cancelled"."""

    title: str
    state: str
    block: int


@dataclass(frozen=True)
class Facts:
    """What the checks need beside the content. `links`: address → what came of asking; `own` contacts as on record."""

    dated: date
    own_emails: tuple[str, ...] = ()
    own_phones: tuple[str, ...] = ()
    links: Mapping[str, tuple[LinkState, str]] = field(default_factory=dict)
    sessions: tuple[SessionFact, ...] = ()
    mail_size: int = 0
    links_are_checked: bool = True
    urgent: bool = False


def check(content: Content, facts: Facts) -> list[Finding]:
    """Every finding, errors first, then in the issue's order."""
    found: list[Finding] = []
    if not content.sections:
        found.append(Finding("BU-16", "The issue", content.title, "Add a block."))
    if not any(section.kind == "worried" for section in content.sections):
        found.append(Finding("BU-13", "The issue", "Worried about a child?", "Add the block ‘Worried about a child?’."))
    found += _links(content, facts)
    subject = content.subject if content.subject != content.title else ""
    for section in (Section("item", content.title, content.introduction, subject), *content.sections):
        found += _section(section, facts)
    found += _sessions(facts)
    if facts.mail_size > LARGEST_MAIL:
        says = f"It is {facts.mail_size // 1024} kB; above {LARGEST_MAIL // 1024} kB mail programs cut it short."
        found.append(Finding("BU-15", "The issue", "Size of the mail", says))
    order = {Level.ERROR: 0, Level.WARNING: 1}
    return sorted(found, key=lambda finding: order[finding.level])


def _where(section: Section) -> str:
    return section.heading or "A block without a heading"


def _section(section: Section, facts: Facts) -> Iterable[Finding]:
    where, block = _where(section), section.block
    if not section.heading.strip():
        yield Finding("BU-06", where, section.text[:60], "Give the block a heading.", block)
    yield from _headings(section)
    if section.picture and not section.picture_alt.strip():
        yield Finding("BU-03", where, "Picture", "Say what the picture shows.", block)
    elif section.picture and USELESS_ALT.search(section.picture_alt):
        yield Finding("BU-04", where, section.picture_alt, "Say what the picture shows, not that it is one.", block)
    words = "\n".join([section.heading, section.text, section.for_whom, section.link_text])
    days, wrong = days_in(words, issue=facts.dated)
    for slip in [*(slip for day in days for slip in day.slips), *wrong]:
        code = {"weekday": "BU-07", "ordinal": "BU-08"}.get(slip.kind, "BU-09")
        yield Finding(code, where, slip.text, slip.says, block)
    for near, right in near_misses(f"{words}\n{section.link_url}", facts.own_emails, facts.own_phones):
        yield Finding("BU-12", where, near, f"The partnership’s own is {right}.", block)
    said = CLICK_HERE.search(IN_A_LINK.sub("", section.text))  # the words of links are judged with them
    if said:
        yield Finding("BU-05", where, said[0], "Say where the link leads.", block)
    age = reading_age(section.text)
    if age is not None and age > HARD:
        yield Finding("BU-14", where, where, f"It reads like a text for age {age}; shorter sentences help.", block)
    if section.empty and not section.rows:
        yield Finding("BU-19", where, where, section.empty, block)


def _headings(section: Section) -> Iterable[Finding]:
    """Inside a block, whose own heading is level 2: "# …" counts as level 3, and none may be left out."""
    level = 0
    tokens = MarkdownIt("commonmark", {"html": False}).parse(section.text)
    for position, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        this, words = int(token.tag[1]), tokens[position + 1].content
        if not words.strip():
            yield Finding("BU-06", _where(section), "Empty heading", "Write the heading or take it out.", section.block)
        elif this > level + 1:
            says = (
                f"It is a heading of level {this} below one of level {level}."
                if level
                else "Begin with # and one space."
            )
            yield Finding("BU-06", _where(section), words[:80], says, section.block)
        level = this


def _links(content: Content, facts: Facts) -> Iterable[Finding]:
    unasked: list[str] = []
    for section in (Section("item", content.title, content.introduction), *content.sections):
        links = [*markdown_links(section.text)]
        if section.link_url or section.link_text:
            links.append((section.link_url, section.link_text))
        links += [(row.url, row.title) for row in section.rows if row.url]
        for address, words in links:
            where = _where(section)
            if VAGUE.match(words) or not words.strip():
                says = "Say where the link leads; its words are read without the sentence around them."
                yield Finding("BU-05", where, words or address, says, section.block)
            if not address.startswith(("http://", "https://", "mailto:", "tel:", "/")) or address.startswith("//"):
                yield Finding(
                    "BU-18", where, words or address, "Write the whole address, with https://.", section.block
                )
            elif address.startswith(("http://", "https://")):
                state, said = facts.links.get(address, (LinkState.UNASKED, ""))
                if state is LinkState.GONE:
                    yield Finding("BU-01", where, address, said, section.block)
                elif state is LinkState.UNSURE:
                    yield Finding("BU-02", where, address, said, section.block)
                elif state is LinkState.UNASKED:
                    unasked.append(address)
    if unasked:
        says = (
            "Press ‘Check the links’, and look again in a minute."
            if facts.links_are_checked else "Try them yourself: this machine does not ask other sites."
        )  # fmt: skip
        number = len(set(unasked))
        yield Finding("BU-17", "The issue", f"{number} link{'s' if number != 1 else ''}", says)


def _sessions(facts: Facts) -> Iterable[Finding]:
    for session in facts.sessions:
        if session.state in ("past", "cancelled"):
            yield Finding("BU-10", "Training list", session.title, f"It is {session.state}.", session.block)
        elif session.state == "full":
            says = "Nobody can book it any more; readers may join its waiting list."
            yield Finding("BU-11", "Training list", session.title, says, session.block)


def digits(phone: str) -> str:
    found = re.sub(r"\D", "", phone)
    return f"0{found[2:]}" if found.startswith("44") else found


def near_misses(text: str, emails: Iterable[str], phones: Iterable[str]) -> list[tuple[str, str]]:
    """(as written, the partnership's own) where an address is one or two letters off, or a number one or two digits."""
    found: list[tuple[str, str]] = []
    own = {email.lower(): email for email in emails}
    for email in dict.fromkeys(EMAIL.findall(text)):
        written = email.lower().rstrip(".")
        if written in own:
            continue
        near = difflib.get_close_matches(written, own, n=1, cutoff=0.9)
        if near and _differs_little(written, near[0]):
            found.append((email, own[near[0]]))
    numbers = {digits(phone): phone for phone in phones if len(digits(phone)) >= 10}
    for match in PHONE.finditer(text):
        written = digits(match[0])
        if written in numbers:
            continue
        for right, phone in numbers.items():
            if len(written) == len(right) and 0 < sum(a != b for a, b in zip(written, right, strict=True)) <= 2:
                found.append((match[0], phone))
                break
    return found


def _differs_little(one: str, other: str) -> bool:
    """mscptraining@ is an address of its own beside mscp@; msch@ is not."""
    return abs(len(one) - len(other)) <= 2
