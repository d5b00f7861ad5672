"""The questionnaire that comes with the reviews, as data. A partnership may write later versions."""

import tomllib
from importlib.resources import files

from throughline.foundation.surveys.api import Shipped


def awareness() -> Shipped:
    data = tomllib.loads(files(__name__).joinpath("awareness.toml").read_text(encoding="utf-8"))
    return Shipped(
        key=data["key"], kind=data["kind"], title=data["title"], introduction=data["introduction"].strip(),
        questions=data["question"], one_a_page=data["one_a_page"],
    )  # fmt: skip
