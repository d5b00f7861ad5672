"""What a program sent: JSON to answers, or what is wrong at which place. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.foundation.names import key_of
from throughline.office.dataset.grid import LONGEST_NOTE, Line
from throughline.office.dataset.operations.returning import Answer
from throughline.office.dataset.rules.returned import Given, Standing, Unclear, number_of, plain

MOST = 5000
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Problem:
    """`at` as 'values/3/number'."""

    at: str
    says: str


class NotOfThisForm(Exception):
    """No JSON, or not what the document describes. The text says what it must be."""


@dataclass(frozen=True)
class Sent:
    revision: int | None
    values: list[Any]


def parsed(body: bytes) -> Sent:
    """Raises NotOfThisForm."""
    found = _json(body)
    if not isinstance(found, dict) or not isinstance(found.get("values"), list):
        raise NotOfThisForm("The body must be an object with a list of ‘values’.")
    if set(found) - {"values", "revision"}:
        raise NotOfThisForm("The body has ‘values’ and may have ‘revision’, nothing else.")
    revision = found.get("revision")
    if "revision" in found and (not isinstance(revision, int) or isinstance(revision, bool) or revision < 0):
        raise NotOfThisForm("‘revision’ must be a whole number, 0 or more.")
    if len(found["values"]) > MOST:
        raise NotOfThisForm(f"‘values’ must hold {MOST:,} or fewer.")
    return Sent(revision, found["values"])


def _no_constant(text: str) -> Any:
    raise ValueError(text)


@dataclass(frozen=True)
class Explained:
    """Why a broken rule is right all the same; `mark` names the rule and the very values that break it."""

    mark: str
    text: str


LONGEST_MARK, LONGEST_TEXT, MOST_EXPLAINED = 32, 2000, 500


def explanations(body: bytes) -> list[Explained]:
    """Raises NotOfThisForm."""
    found = _json(body)
    if not isinstance(found, dict) or set(found) != {"explanations"} or not isinstance(found["explanations"], list):
        raise NotOfThisForm("The body must be an object with a list of ‘explanations’, nothing else.")
    if len(found["explanations"]) > MOST_EXPLAINED:
        raise NotOfThisForm(f"‘explanations’ must hold {MOST_EXPLAINED} or fewer.")
    said = []
    for number, each in enumerate(found["explanations"]):
        if not isinstance(each, dict) or set(each) != {"mark", "text"}:
            raise NotOfThisForm(f"explanations/{number} must be an object with ‘mark’ and ‘text’.")
        for name, longest in (("mark", LONGEST_MARK), ("text", LONGEST_TEXT)):
            text = each[name]
            if not isinstance(text, str) or not 1 <= len(text) <= longest or "\0" in text:
                raise NotOfThisForm(f"explanations/{number}/{name} must be a text of 1 to {longest} characters.")
        said.append(Explained(each["mark"], each["text"]))
    return said


def _json(body: bytes) -> Any:
    """Raises NotOfThisForm."""
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotOfThisForm("The body must be JSON in UTF-8.") from error


def answers(values: list[Any], lines: Mapping[str, Line]) -> tuple[dict[int, Answer], list[Problem]]:
    """`lines`: key_of(line's key) → it. (line's id → what is said, problems in order); one of the two counts."""
    said: dict[int, Answer] = {}
    problems: list[Problem] = []
    for number, value in enumerate(values):
        at = f"values/{number}"
        wrong = _wrong_form(value, at)
        line = None if wrong else lines.get(key_of(value["line"]))
        if wrong:
            problems.append(wrong)
        elif line is None:
            problems.append(Problem(f"{at}/line", "is not asked for in this return"))
        elif line.id in said:
            problems.append(Problem(f"{at}/line", "is given a second time"))
        else:
            try:
                said[line.id] = Answer(_given(value, line), value.get("note", "").strip())
            except Unclear as unclear:
                problems.append(Problem(f"{at}/number", str(unclear)))
        if len(problems) >= MOST_PROBLEMS:
            break
    return said, problems


def _wrong_form(value: Any, at: str) -> Problem | None:
    if not isinstance(value, dict):
        return Problem(at, "must be an object")
    strange = set(value) - {"line", "standing", "number", "note"}
    if strange:
        return Problem(at, f"has what is not known here: {min(strange)[:60]}")
    if not isinstance(value.get("line"), str):
        return Problem(f"{at}/line", "must be a text: the line’s code")
    if value.get("standing") not in [each.value for each in Standing]:
        return Problem(f"{at}/standing", f"must be one of: {', '.join(Standing)}")
    number = value.get("number")
    if isinstance(number, bool) or not isinstance(number, int | Decimal | None):
        return Problem(f"{at}/number", "must be a number or null")
    note = value.get("note", "")
    if not isinstance(note, str) or len(note) > LONGEST_NOTE or "\0" in note:
        return Problem(f"{at}/note", f"must be a text of {LONGEST_NOTE} characters or fewer")
    return None


def _given(value: Mapping[str, Any], line: Line) -> Given:
    """Raises Unclear."""
    standing, number = Standing(value["standing"]), value.get("number")
    if number is None:
        if standing is Standing.NUMBER:
            raise Unclear("must be there where the standing is ‘number’")
        return Given(standing)
    if standing not in (Standing.NUMBER, Standing.WIDER_AREA):
        raise Unclear(f"must be left out where the standing is ‘{standing}’")
    if abs(Decimal(number).adjusted()) > 40:
        raise Unclear("is too large, or too small")
    return Given(standing, number_of(plain(Decimal(number)), line.unit))
