"""What a return must satisfy, each rule with its code and what it does where a value is missing. Pure.

- DV-01 the parts add up to the whole
- DV-02 a part cannot exceed its whole
- DV-03 a change beyond its own history (the limits of its own XmR chart)
- DV-04 a required pair: one number needs the other
- DV-05 an exclusive pair: not both
- DV-06 more children than the population they are drawn from

A value is missing to a rule when no number of the area itself is known, whatever the reason. Policies: SKIP judges only
what is whole; ZERO takes a missing value for none; BREAK says that the rule is broken.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from throughline.office.dataset.rules import spc
from throughline.office.dataset.rules.returned import Given, plain

LONGEST_ABOUT = 180
HISTORY_FROM = 5  # earlier values, before a change can be judged by them


class Kind(StrEnum):
    SUM_OF_PARTS = "sum_of_parts"
    CANNOT_EXCEED = "cannot_exceed"
    OWN_HISTORY = "own_history"
    REQUIRED_PAIR = "required_pair"
    EXCLUSIVE_PAIR = "exclusive_pair"
    POPULATION = "population"

    @property
    def code(self) -> str:
        return f"DV-0{list(Kind).index(self) + 1}"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Kind.SUM_OF_PARTS: "The parts add up to the whole",
    Kind.CANNOT_EXCEED: "The part cannot exceed the whole",
    Kind.OWN_HISTORY: "A change beyond its own history",
    Kind.REQUIRED_PAIR: "One number needs the other",
    Kind.EXCLUSIVE_PAIR: "Not both",
    Kind.POPULATION: "More than the population",
}


class Missing(StrEnum):
    SKIP = "skip"
    ZERO = "zero"
    BREAK = "break"

    @property
    def label(self) -> str:
        return {"skip": "Do not judge it", "zero": "Take it for none", "break": "Count the rule as broken"}[self.value]


@dataclass(frozen=True)
class Check:
    """One rule over lines of a return, by their keys. `whole` comes first in a message; `parts` are one or more.

    own_history: `history` are the earlier values, the oldest first, of `whole` alone. population: `limit` is the
    population and `limit_said` which. Other kinds leave them.
    """

    kind: Kind
    whole: str
    parts: tuple[str, ...] = ()
    missing: Missing = Missing.SKIP
    why: str = ""
    history: tuple[Decimal | None, ...] = ()
    limit: Decimal | None = None
    limit_said: str = ""

    @property
    def about(self) -> str:
        """What the rule is about, so that an explanation finds it again: it changes with the rule, not with values."""
        whole = "|".join((self.whole, *self.parts))
        if len(whole) <= LONGEST_ABOUT:
            return whole
        return f"{self.whole[:100]}|{hashlib.sha256(whole.encode()).hexdigest()[:32]}"


@dataclass(frozen=True)
class Broken:
    """`says`: what is wrong, with the numbers. `mark`: the same for the same rule over the same values, so that an
    explanation holds for what it explained and no longer."""

    check: Check
    says: str
    mark: str

    @property
    def code(self) -> str:
        return self.check.kind.code


def broken(checks: Sequence[Check], values: Mapping[str, Given], names: Mapping[str, str]) -> list[Broken]:
    """Those of the checks that the values break, in the checks' order. `names`: line key → as people read it."""
    return [found for check in checks for found in _judge(check, values, names)]


def _judge(check: Check, values: Mapping[str, Given], names: Mapping[str, str]) -> Iterator[Broken]:
    keys = (check.whole, *check.parts)
    if any(key not in values for key in keys):
        return  # the return does not ask for all of it
    says = _JUDGES[check.kind](check, values, names)
    if says:
        written = "\0".join((check.kind, *(f"{key}={values[key].written}" for key in keys)))
        yield Broken(check, says, hashlib.sha256(written.encode()).hexdigest()[:32])


def _numbers(check: Check, values: Mapping[str, Given]) -> tuple[list[Decimal], list[str]]:
    """The numbers of whole and parts under the policy, and which are missing."""
    numbers, missing = [], []
    for key in (check.whole, *check.parts):
        known = values[key].known
        if known is None:
            missing.append(key)
        numbers.append(known if known is not None else Decimal(0))
    return numbers, missing


def _gap(check: Check, missing: Sequence[str], names: Mapping[str, str]) -> str | None:
    """What a missing value makes of the rule: None goes on to judge, '' leaves it, a text breaks it."""
    if not missing or check.missing is Missing.ZERO:
        return None
    if check.missing is Missing.SKIP:
        return ""
    return f"There is no number for {_listed([names[key] for key in missing])}, so this cannot be checked."


def _sum_of_parts(check: Check, values: Mapping[str, Given], names: Mapping[str, str]) -> str:
    (whole, *parts), missing = _numbers(check, values)
    said = _gap(check, missing, names)
    if said is not None:
        return said
    total = sum(parts, Decimal(0))
    if whole == total:
        return ""
    which = "one part" if len(parts) == 1 else f"{len(parts)} parts"
    return f"{names[check.whole]} is {plain(whole)}, but its {which} add up to {plain(total)}."


def _cannot_exceed(check: Check, values: Mapping[str, Given], names: Mapping[str, str]) -> str:
    (whole, *parts), missing = _numbers(check, values)
    said = _gap(check, missing, names)
    if said is not None:
        return said
    total = sum(parts, Decimal(0))
    if total <= whole:
        return ""
    of = _listed([names[key] for key in check.parts])
    return f"{of}: {plain(total)} is more than {names[check.whole]}, which is {plain(whole)}."


def _own_history(check: Check, values: Mapping[str, Given], names: Mapping[str, str]) -> str:
    known = values[check.whole].known
    if known is None:
        return _gap(check, [check.whole], names) or ""
    earlier = [value for value in check.history if value is not None]
    if len(earlier) < HISTORY_FROM:
        return ""
    judged = spc.judge(earlier, better=0)[-1]
    if judged is None or judged.limits.lower is None or judged.limits.upper is None:
        return ""
    low, high = max(judged.limits.lower, Decimal(0)), judged.limits.upper
    if low <= known <= high:
        return ""
    return (
        f"{names[check.whole]} is {plain(known)}. Its last {len(earlier)} values lead one to expect"
        f" {plain(round(low, 1))} to {plain(round(high, 1))}."
    )


def _required_pair(check: Check, values: Mapping[str, Given], names: Mapping[str, str]) -> str:
    keys = (check.whole, *check.parts)
    given = [key for key in keys if values[key].known is not None]
    without = [key for key in keys if values[key].known is None]
    if not without or (not given and check.missing is not Missing.BREAK):
        return ""
    if not given:
        return _gap(check, without, names) or ""
    if check.missing is Missing.ZERO and all(values[key].known == 0 for key in given):
        return ""
    return (
        f"{_listed([names[key] for key in given])} has a number, so {_listed([names[k] for k in without])} needs one."
    )


def _exclusive_pair(check: Check, values: Mapping[str, Given], names: Mapping[str, str]) -> str:
    keys = (check.whole, *check.parts)
    given = [key for key in keys if values[key].known is not None and values[key].known != 0]
    if len(given) < 2:
        missing = [key for key in keys if values[key].known is None]
        return (_gap(check, missing, names) or "") if check.missing is Missing.BREAK else ""
    return f"{_listed([names[key] for key in given])} both have a number; only one of them can."


def _population(check: Check, values: Mapping[str, Given], names: Mapping[str, str]) -> str:
    known = values[check.whole].known
    if known is None:
        return _gap(check, [check.whole], names) or ""
    if check.limit is None:
        return "No population is on record to check this against." if check.missing is Missing.BREAK else ""
    if known <= check.limit:
        return ""
    return f"{names[check.whole]} is {plain(known)}, more than {check.limit_said}, which is {plain(check.limit)}."


_JUDGES = {
    Kind.SUM_OF_PARTS: _sum_of_parts,
    Kind.CANNOT_EXCEED: _cannot_exceed,
    Kind.OWN_HISTORY: _own_history,
    Kind.REQUIRED_PAIR: _required_pair,
    Kind.EXCLUSIVE_PAIR: _exclusive_pair,
    Kind.POPULATION: _population,
}


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
