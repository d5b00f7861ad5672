"""Numbers typed into narrative that no figure stands behind. Pure.

Found: digits, with thousands, decimals, a pound or per cent sign; and a number word directly before people (“five young
people”), which would otherwise give a small count away. Not found, because they are no figures: dates, years, times of
day, ages, telephone numbers, statute and section numbers, numbers in titles and headings, list markers, references to
figures, and what stands inside an address or a code span.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from throughline.publishing.yearly_report.rules.references import LOOSE, Place, place_of

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
YEAR = r"(?:19|20)\d\d"
PEOPLE = (
    r"(?:[a-z]+\s)?(?:child(?:ren)?|boys?|girls?|bab(?:y|ies)|pupils?|young\s+(?:people|persons?)|people|persons?|"
    r"teenagers?|infants?|students?|siblings?)"
)
# What a count is a count of, for telling "1946 assemblies" from the year 1946.
COUNTED = (
    r"(?:young\s+people|children|people|pupils|students|boys|girls|babies|practitioners|professionals|staff|delegates|"
    r"families|parents|carers|schools|courses|assemblies|reviews|sessions|completions|views|plans|voices|voters|adults|"
    r"victims|men|women|members|champions|agencies|organisations|assessments|referrals|pounds|places|audits|cases)"
)
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_PART = r"\d+[A-Z]{0,2}(?:\([0-9a-z]+\))*"  # 16C(1), 175, 9(2)(g)

_NOT_FIGURES = [
    # dates, years and times
    rf"\b(?:(?:{WEEKDAYS}),?\s+)?{_DAY}(?:\s*(?:and|to|or|[-–,])\s*{_DAY})*\s+(?:of\s+)?(?:{MONTHS})\b(?:,?\s+{YEAR}\b)?",
    rf"\b(?:{MONTHS})\s+{_DAY}(?!\d)(?:,?\s+{YEAR}\b)?",
    rf"\b(?:{MONTHS})(?:\s+(?:to|and|[-–])\s+(?:{MONTHS}))?,?\s+{YEAR}\b",
    rf"(?<![\w,.£]){YEAR}-\d\d(?:-\d\d)?(?:T\d\d:\d\d(?::\d\d)?)?(?![\w,])",
    rf"(?<![\w,.£]){YEAR}\s*(?:[/–-]|to|and)\s*(?:{YEAR}|\d\d)(?!\d|,\d|%|\s*per\s*cent|\s+{COUNTED})",
    r"\b\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)\b",
    rf"(?<![\w,.£]){YEAR}s?(?![\w%]|[,.]\d|\s*per\s*cent|\s+{COUNTED}|\s+young\s+people)",
    r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)(?!\w)",
    r"\b(?:[01]?\d|2[0-3]):[0-5]\d\b",
    r"\b24/7\b",
    # ages
    r"\b(?:aged|ages|age)\s+(?:of\s+|between\s+|under\s+|over\s+|from\s+|up\s+to\s+)*\d{1,2}"
    r"(?:\s*(?:to|and|or|[-–])\s*\d{1,2})*(?!\d)",
    r"\b\d{1,2}(?:\s*(?:to|and|or|[-–])\s*\d{1,2})?[\s-]+(?:years?|months?)[\s-]+olds?\b",
    r"\b\d{1,2}(?:\s*(?:to|and|[-–])\s*\d{1,2})\s+years\b",
    rf"\b(?:under|over)[\s-]+(?:the\s+age\s+of\s+)?(?:[1-9]|1\d|2[0-5])(?:s\b|(?!\d|[,.]\d|%|\s*per\s*cent|\s+{COUNTED}))",
    r"\b0\s*(?:to|[-–])\s*(?:[1-9]|1\d|2[0-5])(?!\d|[,.]\d|%)",
    r"\b(?:the\s+)?ages\s+of\s+\d{1,2}\s+(?:and|to)\s+\d{1,2}\b",
    # telephone numbers
    r"(?<![\w.,£])(?:\+44\s?(?:\(0\)\s?)?|0)\d{2,4}(?:[\s-]?\d{3,4}){1,2}(?![\w])",
    rf"\b(?:999|101|111|112|116\s?111|116\s?123|105|119)\b(?![,.]\d|%|\s*per\s*cent|\s+(?:{COUNTED}|{PEOPLE}))",
    # statute, sections and other numbered parts, with what follows in a list
    rf"\b(?:[Ss](?:ection|ub-?section)s?|[Ss]s?\.|[Rr]eg(?:ulation)?s?\.?|[Aa]rt(?:icle)?s?\.?|[Cc]hapters?|[Pp]arts?|"
    rf"[Ss]chedules?|[Pp]aras?(?:graphs?)?\.?|[Aa]ppendix|[Aa]nnex|[Ff]igures?|[Tt]ables?|[Pp]ages?|[Ss]teps?|[Pp]hases?|"
    rf"[Ss]tages?|[Ll]evels?|[Tt]iers?|[Pp]riorit(?:y|ies)|[Ss]tandards?|[Cc]lauses?|[Vv]ersion|[Vv]olume|[Rr]ecommendations?|"
    rf"[Ss]trands?|[Mm]odules?|[Yy]ears?|[Kk]ey\s+[Ss]tages?|[Cc]lass|[Ww]ave|[Qq]uarters?|[Dd]ays?|[Ii]tems?)"
    rf"\s*{_PART}(?:\s*(?:,|/|and|to|or|[-–])\s*{_PART})*(?!\d|[,.]\d|%|\s*per\s*cent|\s+(?:{COUNTED}|{PEOPLE}))",
    r"\b[Ss](?:s)?\d+[A-Z]{0,2}(?:\(\d+\))*(?:/\d+)?",
    r"\b(?:SI|S\.I\.)\s*\d{4}/\d+\b",
    # what a count is taken per, and ordinals
    r"\b(?:[Pp]er|[Ee]very|[Ee]ach)\s+(?:10,?000|1,?000|100,?000|100)\b(?!,\d)",
    r"\b\d+(?:st|nd|rd|th)\b",
    # addresses
    r"https?://\S+",
    r"\bwww\.\S+",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    # a name that ends in a number: Graded Care Profile 2
    r"\b[A-Z][\w'’]+(?:\s+(?:of|and|the|for|in)\b)*(?:\s+[A-Z][\w'’]+)+\s+[1-9](?![\d,.%]\d|\d|%|\s+(?:"
    + COUNTED
    + r"|"
    + PEOPLE
    + r"))",
]
_EXCLUDED = [re.compile(pattern) for pattern in _NOT_FIGURES]
_CODE = re.compile(r"(`+)(?:(?!\1).)+\1", re.DOTALL)
_LINK_TARGET = re.compile(r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<[^<>\s]+>")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s.*$", re.MULTILINE)
_SETEXT = re.compile(r"^(?=.*\S).*\n {0,3}(?:=+|-{2,})\s*$", re.MULTILINE)
_MARKER = re.compile(r"^\s*(?:>\s*)*\d{1,3}[.)]\s", re.MULTILINE)
_TITLED = re.compile(
    r"(?:(?<!\w)[‘'\"“]([^‘’'\"“”\n]{3,120})[’'\"”](?!\w))|(?<![*\w])\*{1,2}([^*\n]{3,120})\*{1,2}(?!\w)"
)
_NUMBER = re.compile(
    r"(?<![\w.,/])(?P<pound>£\s?)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
    r"(?P<scale>\s?(?:million|thousand|billion)\b|m\b|k\b|bn\b)?(?P<percent>\s?%|\s+per\s?cent\b)?(?![\w])"
)
_WORD_NUMBER = re.compile(rf"\b({'|'.join(WORDS)})\b(?=\s+(?:of\s+(?:the|these|those)\s+)?{PEOPLE}\b)", re.IGNORECASE)
_YEAR_LIKE = re.compile(rf"{YEAR}")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|from|until|till|by|during|before|after|between|year|early|late|mid|spring|summer|autumn|winter|"
    r"Working Together|Act|Regulations|to|and|Census|census)[\s-]+|\()$"
)
_SCALE = {"million": 10**6, "m": 10**6, "thousand": 1000, "k": 1000, "billion": 10**9, "bn": 10**9}


@dataclass(frozen=True)
class Typed:
    """A number as it was typed. `words` is the number with its neighbours, for showing and for recognising it again;
    `nth` counts the same words in the same text, from 1."""

    text: str
    value: Decimal
    start: int
    end: int
    place: Place
    words: str
    nth: int


def typed_numbers(text: str, *, titles: Collection[str] = (), known: Collection[Decimal] = ()) -> list[Typed]:
    """Every typed number that is tied to nothing, in order.

    titles: names that may hold numbers (sessions, plans, reviews). known: values of figures, so that a bare 1946 that
    is one of them is taken for the count and not for the year, unless it is plainly written as a year.
    """
    masked = _mask(text, titles, known)
    found: list[Typed] = []
    seen: dict[str, int] = {}
    for start, end, value in sorted(_candidates(masked)):
        words = _around(text, start, end)
        seen[words] = seen.get(words, 0) + 1
        found.append(Typed(text[start:end], value, start, end, place_of(text, start), words, seen[words]))
    return found


def _candidates(masked: str) -> list[tuple[int, int, Decimal]]:
    found = []
    for match in _NUMBER.finditer(masked):
        value = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
        if match["scale"]:
            value *= _SCALE[match["scale"].strip()]
        found.append((match.start(), match.end(), value))
    found += [(m.start(), m.end(), Decimal(WORDS[m[1].lower()])) for m in _WORD_NUMBER.finditer(masked)]
    return found


def _mask(text: str, titles: Collection[str], known: Collection[Decimal]) -> str:
    """The text with everything that holds no figure overwritten, at the same length."""
    spans: list[tuple[int, int]] = []
    for pattern in (LOOSE, _CODE, _LINK_TARGET, _HEADING, _SETEXT, _MARKER):
        spans += [match.span() for match in pattern.finditer(text)]
    for match in _TITLED.finditer(text):
        if _is_title(match[1] or match[2]):
            spans.append(match.span())
    for title in titles:
        if any(character.isdigit() for character in title):
            spans += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(title)}(?!\w)", text, re.IGNORECASE)]
    text = _over(text, spans)
    for pattern in _EXCLUDED:
        text = _over(text, [m.span() for m in pattern.finditer(text) if not _counts_as(m, text, known)])
    return text


def _counts_as(match: re.Match[str], text: str, known: Collection[Decimal]) -> bool:
    """Whether what looks like a year is rather a figure's value."""
    return (
        _YEAR_LIKE.fullmatch(match[0]) is not None
        and Decimal(match[0]) in known
        and _YEAR_BEFORE.search(text[: match.start()]) is None
    )


def _is_title(words: str) -> bool:
    """Whether quoted or emphasised words are a title: each word of four letters or more starts with a capital."""
    long_words = [word for word in re.findall(r"[^\W\d_]+", words) if len(word) > 3]
    return bool(long_words) and all(word[0].isupper() for word in long_words)


def _over(text: str, spans: list[tuple[int, int]]) -> str:
    """Overwrites digits and letters of the spans, so that neither is found and the length stays."""
    if not spans:
        return text
    characters = list(text)
    for start, end in spans:
        for index in range(start, end):
            if characters[index].isalnum():
                characters[index] = "·"
    return "".join(characters)


def _around(text: str, start: int, end: int) -> str:
    """The number with three words on each side, on one line."""
    before = re.findall(r"\S+", text[max(0, start - 80) : start])[-3:]
    after = re.findall(r"\S+", text[end : end + 80])[:3]
    glue = "" if start and not text[start - 1].isspace() else " "
    tail = "" if end < len(text) and not text[end].isspace() else " "
    return f"{' '.join(before)}{glue}{text[start:end]}{tail}{' '.join(after)}".strip()
