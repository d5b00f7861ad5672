"""A question set as the rows of a spreadsheet: one row a question, standards known by their code. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.office.audits.rules.question_sets import FORMAT, QuestionSet, Unfit, read

HEADING = ("Standard", "Standard title", "What it says", "Question", "Text", "Must or should", "Guidance", "Evidence",
           "Applies to", "Staff are asked", "Beside it")  # fmt: skip
BETWEEN = " | "  # between two statements for staff, in one cell
HEAD_FIELDS = ("key", "kind", "title", "based_on", "introduction", "scale", "signed_by")


def rows_of(found: QuestionSet) -> list[list[str]]:
    """Below HEADING. Descriptors stand in columns named after the grades, `heading_of`."""
    rows = []
    for standard in found.standards:
        for place, q in enumerate(standard.questions):
            says = "" if place else standard.says
            of_standard = ["", ""] if place else [BETWEEN.join(standard.staff), ", ".join(standard.beside)]
            descriptors = [standard.descriptor(q, step.rank) for step in found.scale.steps]
            rows.append(
                [standard.code, standard.title, says, q.code, q.text, q.force, q.guidance, q.evidence,
                 ", ".join(q.applies_to), *of_standard, *descriptors]
            )  # fmt: skip
    return rows


def heading_of(found: QuestionSet) -> list[str]:
    return [*HEADING, *(f"Grade {step.mark}" for step in found.scale.steps)]


def data_of(rows: Sequence[Sequence[str]], head: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping that `read` takes. `head`: key, kind, title, scale, signed_by … as chosen beside the file."""
    if not rows:
        raise Unfit([("the file", "has no rows")])
    heading = [cell.strip() for cell in rows[0]]
    missing = [label for label in ("Standard", "Question", "Text") if label not in heading]
    if missing:
        raise Unfit([("the heading", f"needs the column {label}") for label in missing])
    standards: dict[str, dict[str, Any]] = {}
    for row in rows[1:]:
        if not any(cell.strip() for cell in row):
            continue
        cells = {label: cell.strip() for label, cell in zip(heading, row, strict=False)}
        code = cells.get("Standard", "")
        standard = standards.setdefault(
            code, {"code": code, "title": cells.get("Standard title", "") or code, "questions": []}
        )
        if cells.get("What it says"):
            standard["says"] = cells["What it says"]
        if cells.get("Staff are asked"):
            standard["staff"] = [each.strip() for each in cells["Staff are asked"].split(BETWEEN.strip())]
        if cells.get("Beside it"):
            standard["beside"] = cells["Beside it"]
        standard["questions"].append(
            {
                "code": cells.get("Question", ""), "text": cells.get("Text", ""),
                "force": cells.get("Must or should", "") or "should", "guidance": cells.get("Guidance", ""),
                "evidence": cells.get("Evidence", ""), "applies_to": cells.get("Applies to", ""),
                "descriptors": {
                    label.removeprefix("Grade "): says
                    for label, says in cells.items()
                    if label.startswith("Grade ") and says
                },
            }
        )  # fmt: skip
    return {"format": FORMAT, **{name: head[name] for name in HEAD_FIELDS if head.get(name)},
            "standards": list(standards.values())}  # fmt: skip


def from_rows(rows: Sequence[Sequence[str]], head: Mapping[str, Any]) -> QuestionSet:
    """Raises Unfit."""
    return read(data_of(rows, head))
