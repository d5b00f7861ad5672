"""A report's figures as open data: JSON (a list, one object a figure) and CSV with typed columns. Pure."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from throughline.publishing.yearly_report.rules.showing import Revision, Shown, as_data

COLUMNS = (
    "id", "label", "value", "status", "unit", "precision", "period", "area", "provenance", "source_file", "source_row",
    "source_column", "source_query", "source_formula", "inputs", "numerator", "denominator", "returned_by",
    "returned_at", "says", "version",
)  # fmt: skip
# A spreadsheet would run a cell that begins like this as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(shown: Mapping[str, Shown], revisions: Mapping[str, Sequence[Revision]]) -> list[dict[str, Any]]:
    return [as_data(figure, revisions.get(figure_id, ())) for figure_id, figure in shown.items()]


def as_json(found: Sequence[Mapping[str, Any]]) -> bytes:
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(found: Sequence[Mapping[str, Any]]) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read it; CRLF, as RFC 4180 says."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in found:
        source = {f"source_{name}": what for name, what in row["source"].items()}
        flat = {**row, **source, "inputs": " ".join(row["inputs"])}
        writer.writerow([_cell(flat.get(name)) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _cell(what: Any) -> str:
    """Numbers stay numbers, a minus sign too; text that a spreadsheet would run is kept as text."""
    if what is None:
        return ""
    if isinstance(what, int | float):
        return str(what)
    text = str(what)
    return f"'{text}" if text.startswith(_FORMULA) else text
