"""Question sets as YAML text. No tags, no anchors: a file from a stranger is data and stays small in memory."""

from importlib.resources import files
from typing import Any

import yaml

from throughline.office.audits.rules.question_sets import QuestionSet, Unfit, as_data, read

LARGEST = 1_000_000
SHIPPED = ("section-11", "section-175-157")


class _Plain(yaml.SafeLoader):
    """Refuses anchors and aliases, by which a short file could grow without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("Anchors and aliases (& and *) are not part of the format.")
        return super().compose_node(parent, index)


def load(text: str | bytes) -> QuestionSet:
    """Raises Unfit, also for what is no YAML."""
    if len(text) > LARGEST:
        raise Unfit([("the file", "must be smaller than 1 MB")])
    try:
        data = yaml.load(text, Loader=_Plain)  # noqa: S506  (a SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "the file"
        raise Unfit([(where, f"is not YAML: {getattr(error, 'problem', None) or error}")]) from error
    return read(data)


def dump(found: QuestionSet) -> str:
    return yaml.safe_dump(as_data(found), allow_unicode=True, sort_keys=False, width=110)


def shipped(name: str) -> QuestionSet:
    """One of SHIPPED."""
    return load(files(__package__).joinpath("question_sets", f"{name}.yaml").read_text(encoding="utf-8"))
