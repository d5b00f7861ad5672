"""What to call the data sets whose headings are known (known.toml), so that others can refer to them, and what each of
their columns is, so that a text among their numbers is refused from the first file on."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from throughline.foundation.statistics.reading import Roles


@dataclass(frozen=True)
class Called:
    slug: str
    title: str
    roles: Roles


def _read() -> dict[frozenset[str], Called]:
    text = files("throughline.foundation.statistics").joinpath("known.toml").read_text(encoding="utf-8")
    found = {}
    for given in tomllib.loads(text)["data_set"]:
        roles = Roles(tuple(sorted(given["filters"])), tuple(sorted(given["indicators"])))
        found[frozenset(roles.filters + roles.indicators)] = Called(given["slug"], given["title"], roles)
    return found


KNOWN = _read()
ROLES = {columns: called.roles for columns, called in KNOWN.items()}
