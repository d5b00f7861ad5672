"""A question set as data: read from a mapping (YAML) or from rows (a spreadsheet), written back, compared. Pure.

docs/question-sets.md is the format's description. Whatever is wrong is said with its place, all of it at once.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from throughline.office.audits.rules.scales import COLOURS, SCALES, Scale, Step

FORMAT = "throughline-question-set/1"
FORCES = {"must": "Must", "should": "Should", "local": "Local"}
KINDS = {
    "section_11": "Section 11",
    "section_175": "Section 175/157",
    "own": "Own question set",
}
APPLIES_TO = {
    "local_authority": "Local authority",
    "district": "District council",
    "health": "Health body",
    "gp": "GP practice",
    "police": "Police",
    "justice": "Probation, prison or youth justice",
    "school": "School",
    "college": "College",
    "early_years": "Early years setting",
    "voluntary": "Voluntary or community organisation",
    "commissioned": "Commissioned service",
}
# What records elsewhere can stand beside a standard: key → what they say. docs/question-sets.md lists them.
RECORDS = {
    "training": "Training in date",
    "data": "Data returned in time",
    "actions": "Actions overdue",
    "escalations": "Escalations",
    "case_files": "Case file audits",
}
MOST_QUESTIONS = 400
MOST_STAFF = 5
LONGEST = 4000


class Unfit(Exception):
    """A question set cannot be taken. `problems`: (place, what is wrong), in the file's order."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {says}" for place, says in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Question:
    """`applies_to` empty: everybody. `descriptors`: rank → what that grade looks like, for this question."""

    code: str
    text: str
    force: str
    guidance: str = ""
    evidence: str = ""
    applies_to: tuple[str, ...] = ()
    descriptors: Mapping[int, str] = field(default_factory=dict)

    def asked_of(self, kind: str) -> bool:
        return not self.applies_to or kind in self.applies_to


@dataclass(frozen=True)
class Standard:
    """`descriptors` stand for its questions that have none of their own. `staff`: what the staff survey puts to staff,
    who say how far they agree. `beside`: keys of RECORDS that the panel sees beside this standard."""

    code: str
    title: str
    says: str
    questions: tuple[Question, ...]
    descriptors: Mapping[int, str] = field(default_factory=dict)
    staff: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def descriptor(self, question: Question, rank: int) -> str:
        return question.descriptors.get(rank) or self.descriptors.get(rank, "")


@dataclass(frozen=True)
class QuestionSet:
    key: str
    kind: str
    title: str
    based_on: str
    introduction: str
    scale: Scale
    signed_by: tuple[str, ...]
    standards: tuple[Standard, ...]

    @property
    def questions(self) -> list[Question]:
        return [question for standard in self.standards for question in standard.questions]

    def asked_of(self, kind: str) -> list[tuple[Standard, tuple[Question, ...]]]:
        """The standards with the questions that this kind of body answers; standards without any are left out."""
        found = ((s, tuple(q for q in s.questions if q.asked_of(kind))) for s in self.standards)
        return [(standard, questions) for standard, questions in found if questions]

    def standard_of(self, code: str) -> Standard:
        """Of a question. Raises KeyError."""
        for standard in self.standards:
            if any(question.code == code for question in standard.questions):
                return standard
        raise KeyError(code)


def read(data: Any) -> QuestionSet:
    """AU-01. From a mapping as YAML gives it. Raises Unfit with every problem."""
    if not isinstance(data, Mapping):
        raise Unfit([("the file", "must be a mapping with format, key, title, scale and standards")])
    wrong: list[tuple[str, str]] = []
    if data.get("format") != FORMAT:
        wrong.append(("format", f"must be {FORMAT}"))
    known = {"format", "key", "kind", "title", "based_on", "introduction", "scale", "signed_by", "standards"}
    wrong += [(str(name), "is not a field of the format") for name in data if name not in known]
    key = _text(data, "key", "the file", wrong, most=60)
    kind = _text(data, "kind", "the file", wrong, most=20) or "own"
    if kind not in KINDS:
        wrong.append(("kind", f"must be one of {', '.join(KINDS)}"))
    scale = _scale(data.get("scale"), wrong)
    signed_by = data.get("signed_by") or ["Accountable person"]
    if not isinstance(signed_by, list) or not 1 <= len(signed_by) <= 2:
        wrong.append(("signed_by", "must be a list of one or two posts"))
        signed_by = []
    standards = tuple(_standards(data.get("standards"), scale, wrong))
    found = QuestionSet(
        key=key, kind=kind, title=_text(data, "title", "the file", wrong, most=200),
        based_on=_text(data, "based_on", "the file", wrong, needed=False),
        introduction=_text(data, "introduction", "the file", wrong, needed=False), scale=scale,
        signed_by=tuple(str(each).strip() for each in signed_by), standards=standards,
    )  # fmt: skip
    if len(found.questions) > MOST_QUESTIONS:
        wrong.append(("standards", f"may hold at most {MOST_QUESTIONS} questions"))
    if wrong:
        raise Unfit(wrong)
    return found


@lru_cache(maxsize=64)
def read_text(content: str) -> QuestionSet:
    """`read`, from JSON that was found fit before; once a process and text, for it takes longer than most pages."""
    return read(json.loads(content))


def _text(
    data: Mapping[str, Any], name: str, place: str, wrong: list[tuple[str, str]], *, needed: bool = True,
    most: int = LONGEST,
) -> str:  # fmt: skip
    value = data.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        if needed:
            wrong.append((place, f"needs {name}"))
        return ""
    if isinstance(value, bool | list | Mapping):
        wrong.append((place, f"{name} must be a text"))
        return ""
    found = str(value).strip()
    if len(found) > most:
        wrong.append((place, f"{name} must be {most:,} characters or fewer"))
    return found


def _scale(given: Any, wrong: list[tuple[str, str]]) -> Scale:
    fallback = SCALES["grade-0-3"]
    if isinstance(given, str):
        if given not in SCALES:
            wrong.append(("scale", f"must be one of {', '.join(SCALES)}, or a list of steps"))
        return SCALES.get(given, fallback)
    if not isinstance(given, list) or not all(isinstance(step, Mapping) for step in given):
        wrong.append(("scale", f"must be one of {', '.join(SCALES)}, or a list of steps, the lowest first"))
        return fallback
    steps = []
    for rank, step in enumerate(given):
        place = f"step {rank + 1} of the scale"
        colour = _text(step, "colour", place, wrong)
        if colour and colour not in COLOURS:
            wrong.append((place, f"colour must be one of {', '.join(COLOURS)}"))
        steps.append(
            Step(rank, _text(step, "mark", place, wrong, most=30), _text(step, "word", place, wrong, most=60), colour,
                 _text(step, "sign", place, wrong, most=3))
        )  # fmt: skip
    try:
        return Scale("own", "Own scale", tuple(steps))
    except ValueError as error:
        wrong.append(("scale", str(error)))
        return fallback


def _standards(given: Any, scale: Scale, wrong: list[tuple[str, str]]) -> Iterator[Standard]:
    if not isinstance(given, list) or not given:
        wrong.append(("standards", "must be a list with at least one standard"))
        return
    codes: set[str] = set()
    for number, each in enumerate(given, 1):
        place = f"standard {number}"
        if not isinstance(each, Mapping):
            wrong.append((place, "must be a mapping"))
            continue
        code = _code(each, place, codes, wrong)
        rows = each.get("questions")
        if not isinstance(rows, list) or not rows:
            wrong.append((place, "needs at least one question"))
            rows = []
        yield Standard(
            code=code, title=_text(each, "title", place, wrong, most=200),
            says=_text(each, "says", place, wrong, needed=False),
            questions=tuple(_questions(rows, place, codes, scale, wrong)),
            descriptors=_descriptors(each.get("descriptors"), place, scale, wrong),
            staff=_staff(each.get("staff"), place, wrong), beside=_beside(each.get("beside"), place, wrong),
        )  # fmt: skip


def _staff(given: Any, place: str, wrong: list[tuple[str, str]]) -> tuple[str, ...]:
    found = [given] if isinstance(given, str) else (given or [])
    if not isinstance(found, list) or len(found) > MOST_STAFF or not all(isinstance(each, str) for each in found):
        wrong.append((place, f"staff must be a list of at most {MOST_STAFF} statements"))
        return ()
    texts = tuple(each.strip() for each in found if each.strip())
    if any(len(each) > 500 for each in texts):
        wrong.append((place, "a statement for staff must be 500 characters or fewer"))
    return texts


def _beside(given: Any, place: str, wrong: list[tuple[str, str]]) -> tuple[str, ...]:
    found = [part.strip() for part in given.split(",") if part.strip()] if isinstance(given, str) else (given or [])
    if not isinstance(found, list) or any(each not in RECORDS for each in found):
        wrong.append((place, f"beside must be of {', '.join(RECORDS)}"))
        return ()
    return tuple(found)


def _questions(
    rows: Sequence[Any], standard: str, codes: set[str], scale: Scale, wrong: list[tuple[str, str]]
) -> Iterator[Question]:
    for number, each in enumerate(rows, 1):
        place = f"{standard}, question {number}"
        if not isinstance(each, Mapping):
            wrong.append((place, "must be a mapping"))
            continue
        force = str(each.get("force") or "should").strip().lower()
        if force not in FORCES:
            wrong.append((place, f"force must be one of {', '.join(FORCES)}"))
        applies_to = each.get("applies_to") or []
        if isinstance(applies_to, str):
            applies_to = [part.strip() for part in applies_to.split(",") if part.strip()]
        if not isinstance(applies_to, list) or any(kind not in APPLIES_TO for kind in applies_to):
            wrong.append((place, f"applies_to must be of {', '.join(APPLIES_TO)}"))
            applies_to = []
        yield Question(
            code=_code(each, place, codes, wrong), text=_text(each, "text", place, wrong, most=1000), force=force,
            guidance=_text(each, "guidance", place, wrong, needed=False),
            evidence=_text(each, "evidence", place, wrong, needed=False), applies_to=tuple(applies_to),
            descriptors=_descriptors(each.get("descriptors"), place, scale, wrong),
        )  # fmt: skip


def _code(each: Mapping[str, Any], place: str, codes: set[str], wrong: list[tuple[str, str]]) -> str:
    """Unique in the whole set: letters, digits, dots and hyphens, so that an address can hold it."""
    code = _text(each, "code", place, wrong, most=12)
    if code and not all(mark.isascii() and (mark.isalnum() or mark in ".-") for mark in code):
        wrong.append((place, "code may hold letters, digits, dots and hyphens"))
    if code in codes:
        wrong.append((place, f"the code {code} stands twice"))
    codes.add(code)
    return code


def _descriptors(given: Any, place: str, scale: Scale, wrong: list[tuple[str, str]]) -> dict[int, str]:
    """By mark ("3", "Green") or, where no mark is meant, by rank."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        wrong.append((place, "descriptors must be a mapping of grade to text"))
        return {}
    found: dict[int, str] = {}
    for mark, says in given.items():
        step = scale.named(str(mark))
        rank = step.rank if step else (mark if isinstance(mark, int) and 0 <= mark <= scale.top else None)
        if rank is None:
            wrong.append((place, f"descriptors name a grade that the scale has not: {mark}"))
        else:
            found[rank] = str(says).strip()
    return found


def as_data(found: QuestionSet) -> dict[str, Any]:
    """The mapping that `read` takes; what is published is kept in this form."""
    if SCALES.get(found.scale.key) == found.scale:
        scale: Any = found.scale.key
    else:
        scale = [
            {"mark": s.mark, "word": s.word, "colour": s.colour, "sign": s.sign} for s in found.scale.steps
        ]  # fmt: skip
    return {
        "format": FORMAT, "key": found.key, "kind": found.kind, "title": found.title, "based_on": found.based_on,
        "introduction": found.introduction, "scale": scale, "signed_by": list(found.signed_by),
        "standards": [
            {
                "code": standard.code, "title": standard.title, "says": standard.says,
                "descriptors": _by_mark(standard.descriptors, found.scale),
                **({"staff": list(standard.staff)} if standard.staff else {}),
                **({"beside": list(standard.beside)} if standard.beside else {}),
                "questions": [
                    {
                        "code": q.code, "text": q.text, "force": q.force, "guidance": q.guidance,
                        "evidence": q.evidence, "applies_to": list(q.applies_to),
                        "descriptors": _by_mark(q.descriptors, found.scale),
                    }
                    for q in standard.questions
                ],
            }
            for standard in found.standards
        ],
    }  # fmt: skip


def _by_mark(descriptors: Mapping[int, str], scale: Scale) -> dict[str, str]:
    return {scale.step(rank).mark: says for rank, says in sorted(descriptors.items())}


def applies_words(question: Question) -> str:
    return ", ".join(APPLIES_TO[kind] for kind in question.applies_to) or "Everybody"
