"""Questions as an officer writes them: plain text, an empty line between two questions. Pure.

    How confident are you that you can recognise neglect?
    kind: scale
    key: recognise
    - Not at all
    - A little
    - Mostly
    - Completely

The first line is the question. `kind:` is one of scale, single, multiple, short, long, number. `hint:`, `optional` and
`key:` may follow; without a key one is made of the question's words. Keep the key when only the wording changes, so
that answers stay comparable.
"""

from collections.abc import Iterable
from typing import Any

from throughline.foundation.names import slug_of
from throughline.foundation.surveys.rules import BadQuestionnaire, Question, read_questions


def read(text: str) -> list[dict[str, Any]]:
    """Questions as data. Raises BadQuestionnaire with the question's number."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    data = [_question(number, block.strip().split("\n")) for number, block in enumerate(blocks, 1)]
    read_questions(data)
    return data


def _question(number: int, lines: list[str]) -> dict[str, Any]:
    data: dict[str, Any] = {"text": lines[0].strip(), "options": []}
    for line in (each.strip() for each in lines[1:]):
        name, _, rest = line.partition(":")
        if line.startswith("- "):
            data["options"].append(line[2:].strip())
        elif line.lower() == "optional":
            data["required"] = False
        elif name in ("kind", "key", "hint"):
            data[name] = rest.strip()
        elif name in ("least", "most"):
            data[name] = _whole_number(number, name, rest.strip())
        elif line:
            raise BadQuestionnaire(f"Question {number}: '{line[:60]}' is not understood.")
    data.setdefault("key", slug_of(data["text"], 50) or f"question-{number}")
    if not data["key"][:1].isalpha():
        data["key"] = f"q-{data['key']}"
    return data


def _whole_number(number: int, name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadQuestionnaire(f"Question {number}: '{name}' is not a whole number.") from None


def write(questions: Iterable[Question]) -> str:
    """The way back."""
    blocks = []
    for question in questions:
        lines = [question.text, f"kind: {question.kind}", f"key: {question.key}"]
        lines += [f"hint: {question.hint}"] if question.hint else []
        lines += [] if question.required else ["optional"]
        lines += [f"least: {question.least}"] if question.least is not None else []
        lines += [f"most: {question.most}"] if question.most is not None else []
        lines += [f"- {words}" for _, words in question.options]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"
