"""What to call the data sets whose headings are known (known.toml), so that others can refer to them."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Called:
    slug: str
    title: str


def _read() -> dict[frozenset[str], Called]:
    text = files("throughline.foundation.statistics").joinpath("known.toml").read_text(encoding="utf-8")
    return {
        frozenset(given["columns"]): Called(given["slug"], given["title"]) for given in tomllib.loads(text)["data_set"]
    }


KNOWN = _read()
