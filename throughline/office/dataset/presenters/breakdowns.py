"""Lists of categories as their pages show them."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.http import urlencode

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.dataset.models import BreakdownCategory


def lists_table(names: Sequence[str], known: Mapping[str, Sequence[str]], kept: Sequence[BreakdownCategory]) -> Table:
    own: dict[str, list[BreakdownCategory]] = {}
    for row in kept:
        own.setdefault(row.breakdown, []).append(row)
    rows: list[list[str | Cell]] = []
    for name in names:
        link = Cell(name[:1].upper() + name[1:], f"{reverse('dataset:change_breakdown')}?{urlencode({'of': name})}")
        said = ", ".join(known.get(name, ())) or "no list yet, so no return asks for it"
        rows.append([link, said, vintage_of(own.get(name, ())) or "not known", _from(own.get(name, ()))])
    columns = [Column("Breakdown"), Column("Categories"), Column("Children who live here"), Column("From")]
    return Table("Lists of categories", columns, rows)


def _from(kept: Sequence[BreakdownCategory]) -> str:
    return f"{kept[0].by}, {formats.day(kept[0].at)}" if kept else "ships with the product"


def vintage_of(kept: Sequence[BreakdownCategory]) -> str:
    return next((row.vintage for row in kept if row.vintage), "")


def as_lines(kept: Sequence[BreakdownCategory], known: Sequence[str]) -> str:
    if not kept:
        return "\n".join(known)
    return "\n".join(row.category if row.population is None else f"{row.category}; {row.population:,}" for row in kept)
