"""Questions, answers and results, without Django.

Codes: SV-01 a questionnaire is well formed; SV-02 named or anonymous, as the page says; SV-03 one answer a person;
SV-04 open from its first day to its last; SV-05 groups below the threshold are hidden; SV-06 nothing hidden can be
worked out by taking groups from each other; SV-07 an anonymous survey's results wait until it has closed.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

THRESHOLD = 5  # respondents; the smallest group whose answers are shown
LONGEST_SHORT = 200
LONGEST_LONG = 4000
MOST_QUESTIONS = 100

# A raw answer: the code of a scale or single choice, the codes of a multiple one, a text, a whole number.
type Answer = str | int | list[str]
type Answers = Mapping[str, Answer]


class Kind(StrEnum):
    """How a question is answered. There is no matrix on purpose: few can use one on a phone or by a screen reader."""

    SCALE = "scale"
    SINGLE = "single"
    MULTIPLE = "multiple"
    SHORT = "short"
    LONG = "long"
    NUMBER = "number"


class Naming(StrEnum):
    NAMED = "named"
    ANONYMOUS = "anonymous"


CHOSEN = (Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE)
WRITTEN = (Kind.SHORT, Kind.LONG)


class BadQuestionnaire(ValueError):
    """SV-01: the questions cannot be asked like this. The text says which and why."""


@dataclass(frozen=True)
class Question:
    """`options` are (code, words) in order. A scale's codes are its scores, '1' the lowest. `key` is the same in every
    version in which the question means the same, so that its answers can be compared."""

    key: str
    kind: Kind
    text: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True
    least: int | None = None
    most: int | None = None

    @property
    def words(self) -> dict[str, str]:
        return dict(self.options)

    @property
    def is_scored(self) -> bool:
        """Has a mean."""
        return self.kind in (Kind.SCALE, Kind.NUMBER)


def read_questions(data: Any) -> tuple[Question, ...]:
    """Questions from what a file or a version holds: a list of {key, kind, text, hint, options, required, least, most}.

    Options are words; the code of each is its place, counted from 1. Raises BadQuestionnaire.
    """
    if not isinstance(data, list) or not data:
        raise BadQuestionnaire("A questionnaire has at least one question.")
    if len(data) > MOST_QUESTIONS:
        raise BadQuestionnaire(f"A questionnaire has at most {MOST_QUESTIONS} questions; this one has {len(data)}.")
    questions = [_read_question(number, each) for number, each in enumerate(data, 1)]
    seen: set[str] = set()
    for number, question in enumerate(questions, 1):
        if question.key in seen:
            raise BadQuestionnaire(f"Question {number}: the key '{question.key}' is used twice.")
        seen.add(question.key)
    return tuple(questions)


def _read_question(number: int, data: Any) -> Question:
    where = f"Question {number}"
    if not isinstance(data, dict):
        raise BadQuestionnaire(f"{where} is not a question.")
    unknown = set(data) - {"key", "kind", "text", "hint", "options", "required", "least", "most"}
    if unknown:
        raise BadQuestionnaire(f"{where} has '{sorted(unknown)[0]}', which no question has.")
    key, text = str(data.get("key", "")), str(data.get("text", "")).strip()
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,59}", key):
        raise BadQuestionnaire(f"{where}: the key '{key}' is not made of small letters, digits and hyphens.")
    if not text:
        raise BadQuestionnaire(f"{where} asks nothing.")
    try:
        kind = Kind(data.get("kind", ""))
    except ValueError:
        raise BadQuestionnaire(f"{where}: the kind is one of {', '.join(Kind)}.") from None
    words = [str(option).strip() for option in data.get("options", [])]
    if kind in CHOSEN:
        fewest, most = (3, 11) if kind is Kind.SCALE else (2, 40)
        if not fewest <= len(words) <= most:
            raise BadQuestionnaire(f"{where}: a {kind} question has {fewest} to {most} answers to choose from.")
        if len(set(words)) != len(words) or not all(words):
            raise BadQuestionnaire(f"{where}: two answers are the same, or one is empty.")
    elif words:
        raise BadQuestionnaire(f"{where}: a {kind} question has no answers to choose from.")
    least, most_value = data.get("least"), data.get("most")
    if least is not None and most_value is not None and least > most_value:
        raise BadQuestionnaire(f"{where}: the least number is above the most.")
    return Question(
        key, kind, text, str(data.get("hint", "")).strip(), tuple((str(n), w) for n, w in enumerate(words, 1)),
        bool(data.get("required", True)), least, most_value,
    )  # fmt: skip


def as_data(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """The way back: what `read_questions` reads."""
    found = []
    for question in questions:
        data: dict[str, Any] = {"key": question.key, "kind": question.kind.value, "text": question.text}
        if question.hint:
            data["hint"] = question.hint
        if question.options:
            data["options"] = [words for _, words in question.options]
        if not question.required:
            data["required"] = False
        data |= {name: n for name in ("least", "most") if (n := getattr(question, name)) is not None}
        found.append(data)
    return found


def pages_of(questions: Sequence[Question], one_a_page: bool) -> list[tuple[Question, ...]]:
    return [(question,) for question in questions] if one_a_page else [tuple(questions)]


def missing(questions: Iterable[Question], answers: Answers) -> list[Question]:
    """Required questions without an answer, in order."""
    return [q for q in questions if q.required and answers.get(q.key) in (None, "", [])]


def answer_words(question: Question, answer: Answer | None) -> str:
    """What was answered, as it is shown to whoever answered it."""
    if answer in (None, "", []):
        return "Not answered"
    if isinstance(answer, list):
        return ", ".join(question.words.get(code, code) for code in answer)
    return question.words.get(answer, answer) if isinstance(answer, str) else str(answer)


def open_refusal(*, opens_on: date, closes_on: date | None, today: date) -> str:
    """SV-04: why nobody may answer that day; '' when they may. The last day is included."""
    if today < opens_on:
        return "This survey has not opened yet."
    if closes_on is not None and today > closes_on:
        return "This survey has closed, so it takes no more answers."
    return ""


def results_wait(naming: Naming, closes_on: date | None, today: date) -> bool:
    """SV-07: watching an anonymous survey from day to day would show who answered what."""
    return naming is Naming.ANONYMOUS and (closes_on is None or today <= closes_on)


def hidden_groups(sizes: Mapping[str, int], threshold: int = THRESHOLD) -> frozenset[str]:
    """SV-05, SV-06: the groups that are not shown beside their total.

    Those with 1 to threshold - 1 respondents, and then the next smallest until at least two are hidden and the hidden
    ones have threshold respondents together: the total less what is shown is never a small group.
    """
    order = sorted((size, name) for name, size in sizes.items() if size)
    hidden = [(size, name) for size, name in order if size < threshold]
    rest = order[len(hidden) :]
    while hidden and rest and (len(hidden) == 1 or sum(size for size, _ in hidden) < threshold):
        hidden.append(rest.pop(0))
    return frozenset(name for _, name in hidden)


def shown_count(respondents: int, threshold: int = THRESHOLD) -> bool:
    """SV-05 for one group alone."""
    return respondents >= threshold


@dataclass(frozen=True)
class Tally:
    """A question's answers together. `n` answered it; all None or empty when `hidden`. `counts`: (words, number) of
    each choice; `texts` are in the order of their letters, which is no order of arrival."""

    question: Question
    hidden: bool
    n: int | None = None
    mean: float | None = None
    counts: tuple[tuple[str, int], ...] = ()
    texts: tuple[str, ...] = ()


def tally(question: Question, answers: Collection[Answer], threshold: int = THRESHOLD) -> Tally:
    """SV-05. `answers` are those given to this question; nobody's 'not answered' is among them."""
    if not shown_count(len(answers), threshold):
        return Tally(question, hidden=True)
    scores = [int(a) for a in answers if question.is_scored and not isinstance(a, list)]
    chosen = [code for a in answers for code in (a if isinstance(a, list) else [str(a)])]
    return Tally(
        question,
        hidden=False,
        n=len(answers),
        mean=sum(scores) / len(scores) if scores else None,
        counts=tuple((words, chosen.count(code)) for code, words in question.options),
        texts=tuple(sorted(str(a) for a in answers)) if question.kind in WRITTEN else (),
    )


@dataclass(frozen=True)
class GroupMean:
    """A group's answers to one question; `n` and `mean` are None where hidden."""

    group: str
    hidden: bool
    n: int | None
    mean: float | None


def group_means(scores: Mapping[str, Sequence[float]], threshold: int = THRESHOLD) -> list[GroupMean]:
    """SV-05, SV-06: one line a group that has answers, by name; shown beside the total of all."""
    hidden = hidden_groups({name: len(values) for name, values in scores.items()}, threshold)
    return [
        GroupMean(name, True, None, None) if name in hidden else GroupMean(name, False, len(v), sum(v) / len(v))
        for name, v in sorted(scores.items())
        if v
    ]


def response_rate(respondents: int, asked: int) -> float | None:
    """Percent; None when nobody was asked."""
    return 100 * respondents / asked if asked else None
