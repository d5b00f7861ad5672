"""The questionnaires that come with training, as data: one TOML file each. A partnership may write later versions."""

import tomllib
from importlib.resources import files
from typing import Any

from throughline.foundation.surveys.api import Shipped

# The same items before, after and three months later, so that each person's change can be counted.
CONFIDENCE = ("recognise", "evidence", "act", "work-together")


def shipped(name: str) -> Shipped:
    """`name` as 'evaluation'. An item `{same = "recognise"}` stands for the one in confidence.toml."""
    data = _read(name)
    same = {item["key"]: item for item in _read("confidence")["question"]}
    questions = [same[item["same"]] if "same" in item else item for item in data["question"]]
    return Shipped(
        key=data["key"], kind=data["kind"], title=data["title"], introduction=data["introduction"].strip(),
        questions=questions, one_a_page=data.get("one_a_page", False),
    )  # fmt: skip


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
