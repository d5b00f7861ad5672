"""What differs between two versions of a question set. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from throughline.office.audits.rules.question_sets import FORCES, Question, QuestionSet, Standard, applies_words
from throughline.office.audits.rules.scales import Scale


@dataclass(frozen=True)
class Difference:
    """`what` is added, removed, reworded, moved or changed; `code` '' for the set itself."""

    what: str
    code: str
    before: str
    after: str


def compare(old: QuestionSet, new: QuestionSet) -> list[Difference]:
    """AU-03. Standard by standard and question by question, each known by its code."""
    found: list[Difference] = []
    if old.scale != new.scale:
        found.append(Difference("changed", "", f"Scale: {old.scale.label}", f"Scale: {new.scale.label}"))
    if old.signed_by != new.signed_by:
        found.append(
            Difference("changed", "", f"Signed by: {' and '.join(old.signed_by)}",
                       f"Signed by: {' and '.join(new.signed_by)}")
        )  # fmt: skip
    standards = {s.code: s for s in old.standards}
    for standard in new.standards:
        if standard.code in standards:
            found += _standards(standards[standard.code], standard, old.scale, new.scale)
    before = {q.code: (s, q) for s in old.standards for q in s.questions}
    after = {q.code: (s, q) for s in new.standards for q in s.questions}
    for code, (standard, question) in before.items():
        if code not in after:
            found.append(Difference("removed", code, question.text, ""))
            continue
        other_standard, other = after[code]
        if standard.code != other_standard.code:
            found.append(Difference("moved", code, standard.title, other_standard.title))
        found += _questions(question, other)
    found += [Difference("added", code, "", q.text) for code, (_, q) in after.items() if code not in before]
    return found


def _standards(old: Standard, new: Standard, scale: Scale, now: Scale) -> Iterator[Difference]:
    """Title, what it says, what its grades mean, what staff are asked, and what stands beside."""
    if old.title != new.title:
        yield Difference("reworded", new.code, old.title, new.title)
    if old.says != new.says:
        yield Difference("reworded", new.code, old.says, new.says)
    if scale == now:  # on another scale every grade means something else, and the scale's own line says so
        yield from _grades(old, new, scale)
    if old.staff != new.staff:
        yield Difference("changed", new.code, f"Staff: {' · '.join(old.staff) or 'nothing'}",
                         f"Staff: {' · '.join(new.staff) or 'nothing'}")  # fmt: skip
    if old.beside != new.beside:
        yield Difference("changed", new.code, f"Beside it: {', '.join(old.beside) or 'nothing'}",
                         f"Beside it: {', '.join(new.beside) or 'nothing'}")  # fmt: skip


def _questions(old: Question, new: Question) -> Iterator[Difference]:
    if old.text != new.text:
        yield Difference("reworded", new.code, old.text, new.text)
    if old.force != new.force:
        yield Difference("changed", new.code, FORCES[old.force], FORCES[new.force])
    if set(old.applies_to) != set(new.applies_to):
        yield Difference("changed", new.code, applies_words(old), applies_words(new))
    if (old.guidance, old.evidence) != (new.guidance, new.evidence):
        yield Difference("changed", new.code, f"{old.guidance} {old.evidence}".strip(),
                         f"{new.guidance} {new.evidence}".strip())  # fmt: skip


def _grades(old: Standard, new: Standard, scale: Scale) -> Iterator[Difference]:
    """What a grade means, wherever it is written: once for the standard where all its questions changed alike."""
    before = {q.code: q for q in old.questions}
    both = [(before[q.code], q) for q in new.questions if q.code in before]
    for step in scale.steps:
        found = {}
        for was, now in both:
            pair = (old.descriptor(was, step.rank), new.descriptor(now, step.rank))
            if pair[0] != pair[1]:
                found[now.code] = pair
        if found and len(found) == len(both) and len(set(found.values())) == 1:
            found = {new.code: next(iter(found.values()))}
        for code, (was_words, now_words) in found.items():
            yield Difference("changed", code, f"Grade {step.mark}: {was_words or 'nothing'}",
                             f"Grade {step.mark}: {now_words or 'nothing'}")  # fmt: skip
