"""Case file audits: what may not be written, when a grade is whole, which cases are drawn, how auditors agree. Pure."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from string import ascii_uppercase

from throughline.office.audits.rules.first_names import FIRST_NAMES
from throughline.office.audits.rules.scales import SCALES

SCALE = SCALES["case-grades"]
GOOD = 2
LIVED = "lived-experience"
OVERALL = "overall"
DOMAINS = {
    "identification": "Identification and referral",
    "assessment": "Assessment",
    "planning": "Planning and review",
    LIVED: "The child’s voice and lived experience",
    "fathers": "Fathers and other significant adults",
    "sharing": "Information sharing",
    "supervision": "Supervision and management oversight",
    "escalation": "Escalation and challenge",
    "impact": "Difference made for the child",
}
AGE_BANDS = ("Before birth", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17")
MOST_CASES = 26

BETWEEN = r"[\s.\-\u2010-\u2015]{0,2}"  # a space of any width, a dot, a dash of any length
NHS = re.compile(rf"(?<!\d)(\d{{3}}){BETWEEN}(\d{{3}}){BETWEEN}(\d{{4}})(?!\d)")
UPN = re.compile(r"\b[A-HJ-NP-RT-Za-hj-np-rt-z]\d{11}[0-9A-Za-z]\b")
POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s{0,2}\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}\b")
MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
DATE = (
    r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"  # 12/03/2015, 2015-03-12
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?: \d{{4}})?|{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?,?)? \d{{4}})"
)
BIRTH = r"(?i:\b(?:born|birth|birthday|dob|d\.o\.b\.?)(?!\w))"
BORN = re.compile(rf"{BIRTH}[\s\S]{{0,20}}{DATE}|{DATE}[\s\S]{{0,20}}{BIRTH}")
NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<!\n)\b([A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?)\b")
FIRST = re.compile(r"(?:^|(?<=[.!?:]\s)|(?<=\n))([A-Z][a-z]+)\b")  # where a sentence begins, every word has a capital
WITH_CAPITALS = """
Case January February March April May June July August September October November December Monday Tuesday Wednesday
Thursday Friday Saturday Sunday English Mother Father Police School Council Health Early Help Social Care Children
Child Protection Need Plan Conference Strategy Multi Agency Education Medway Kent Section Working Together Good
Outstanding Inadequate Requires
"""
NO_NAMES = frozenset(WITH_CAPITALS.split())


def is_nhs_number(digits: str) -> bool:
    """Ten digits of which the last is the check digit (modulus 11)."""
    rest = 11 - sum(int(d) * weight for d, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(digits) == 10 and rest != 10 and int(digits[9]) == (0 if rest == 11 else rest)


def refusals(text: str) -> list[str]:
    """CF-01. What must never be written into a case file audit, in words; [] when nothing was found."""
    found = []
    if any(is_nhs_number("".join(each)) for each in NHS.findall(text)):
        found.append("This looks like an NHS number. Take it out: a case is known here by its letter alone.")
    if UPN.search(text):
        found.append("This looks like a unique pupil number. Take it out.")
    if POSTCODE.search(text):
        found.append("This looks like a postcode. Take it out.")
    return found


def warnings(text: str) -> list[str]:
    """CF-02. What may identify somebody, to be confirmed or taken out."""
    found = []
    places = [(at.start(1), at[1]) for at in NAME.finditer(text) if at[1] not in NO_NAMES]
    places += [(at.start(1), at[1]) for at in FIRST.finditer(text) if at[1].casefold() in FIRST_NAMES]
    names = list(dict.fromkeys(word for _, word in sorted(places)))
    if names:
        found.append(f"These words look like names: {', '.join(names[:5])}.")
    if BORN.search(text):
        found.append("A date stands beside a word for birth.")
    return found


def draw(size: int, number: int, seed: str) -> list[int]:
    """CF-04. Places in the list that stays with the agencies (1 is the first), drawn by the seed: the same again from
    the same seed. Raises ValueError."""
    if not 1 <= number <= min(size, MOST_CASES):
        raise ValueError(f"Between 1 and {min(size, MOST_CASES)} cases can be drawn from a list of {size}.")
    drawn = random.Random(f"{seed}:{size}:{number}")  # noqa: S311  (it must be repeatable)
    return sorted(drawn.sample(range(1, size + 1), number))


def letter(place: int) -> str:
    """ "Case A" for 0."""
    return f"Case {ascii_uppercase[place]}"


def incomplete(grades: Mapping[str, tuple[int, str]], overall: int | None, domains: Iterable[str]) -> list[str]:
    """CF-03. Every domain graded with words, an overall grade, and no good overall without the child's experience."""
    found = [
        f"Grade ‘{DOMAINS[code]}’ and say what you saw." for code in domains
        if code not in grades or not grades[code][1].strip()
    ]  # fmt: skip
    if overall is None:
        found.append("Give the overall grade.")
    elif overall >= GOOD and (LIVED not in grades or grades[LIVED][0] < GOOD):
        found.append("Nothing is good overall where the child’s voice and lived experience is not.")
    return found


@dataclass(frozen=True)
class Part:
    """How one agency's return on one case stands."""

    submitted: bool = False
    not_known: bool = False
    barred: bool = False

    @property
    def is_in(self) -> bool:
        return self.submitted or self.not_known or self.barred


def all_in(parts: Sequence[Part]) -> bool:
    """CF-05. Nobody sees another's grades before."""
    return bool(parts) and all(part.is_in for part in parts)


def weighted_kappa(rated: Iterable[Sequence[int]], steps: int = len(SCALE.steps)) -> float | None:
    """CF-06. Agreement beyond chance over cases, with quadratic weights; every pair of auditors of a case counts, both
    ways round, so that no auditor is the first. None without a pair, or where all gave one grade throughout.

    Cohen, J. (1968), Weighted kappa. Psychological Bulletin 70.
    """
    pairs: Counter[tuple[int, int]] = Counter()
    for grades in rated:
        for one, other in combinations(grades, 2):
            pairs[one, other] += 1
            pairs[other, one] += 1
    total = sum(pairs.values())
    if not total:
        return None
    margin: Counter[int] = Counter()
    for (one, _), number in pairs.items():
        margin[one] += number
    longest = (steps - 1) ** 2
    seen = sum(number * (one - other) ** 2 for (one, other), number in pairs.items()) / (total * longest)
    chance = sum(
        margin[one] * margin[other] * (one - other) ** 2 for one in margin for other in margin
    ) / (total**2 * longest)  # fmt: skip
    return None if chance == 0 else 1 - seen / chance


def kappa_words(kappa: float | None) -> str:
    """After Landis and Koch (1977), in plain words."""
    if kappa is None:
        return "cannot be said"
    for least, words in (
        (0.8, "almost perfect"),
        (0.6, "substantial"),
        (0.4, "moderate"),
        (0.2, "fair"),
        (0, "slight"),
    ):
        if kappa >= least:
            return f"{words} ({kappa:.2f})"
    return f"less than by chance ({kappa:.2f})"
