"""What a cycle says as a whole: standards by their mean, what moved, where the panel saw it otherwise. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALL_CHANGE = 0.05  # of a scale's length


@dataclass(frozen=True)
class StandardSum:
    """Over all returns of a cycle: how many bodies graded it, questions graded, their sum, how many are at the bottom
    with at least one question."""

    bodies: int
    graded: int
    total: int
    at_bottom: int

    @property
    def mean(self) -> float:
        return self.total / self.graded


@dataclass(frozen=True)
class StandardLine:
    """`share` and `before` are means as shares of their scale (0 to 1), so that cycles with other scales compare.
    `moderated` is the mean of moderated minus own grades, in steps; `judged` how many bodies it rests on, and `own` the
    mean of their own grades, in steps."""

    code: str
    title: str
    mean: float | None
    share: float | None
    before: float | None
    bodies: int
    at_bottom: int
    moderated: float | None
    judged: int
    own: float | None = None

    @property
    def change(self) -> float | None:
        return None if self.share is None or self.before is None else self.share - self.before

    @property
    def change_words(self) -> str:
        if self.change is None:
            return "nothing to compare with"
        if abs(self.change) < SMALL_CHANGE:
            return "about the same"
        return f"{'↑ better' if self.change > 0 else '↓ worse'} by {abs(self.change) * 100:.0f} points of 100"

    @property
    def moderated_words(self) -> str:
        if self.moderated is None:
            return "not moderated"
        if abs(self.moderated) < 0.05:
            return f"as the bodies see it ({self.judged} moderated)"
        way = "below" if self.moderated < 0 else "above"
        return f"{abs(self.moderated):.1f} steps {way} their own ({self.judged} moderated)"


def lines(
    titles: Sequence[tuple[str, str]],
    top: int,
    now: Mapping[str, StandardSum],
    before: Mapping[str, StandardSum],
    top_before: int,
    judged: Mapping[str, Sequence[tuple[int, int]]],
) -> list[StandardLine]:
    """`titles`: (code, title) of this cycle; `judged`: standard → (own, moderated) of each body."""
    found = []
    for code, title in titles:
        here, there, pairs = now.get(code), before.get(code), judged.get(code, ())
        found.append(
            StandardLine(
                code=code, title=title, mean=here.mean if here else None, share=here.mean / top if here else None,
                before=there.mean / top_before if there else None, bodies=here.bodies if here else 0,
                at_bottom=here.at_bottom if here else 0,
                moderated=sum(settled - own for own, settled in pairs) / len(pairs) if pairs else None,
                judged=len(pairs), own=sum(own for own, _ in pairs) / len(pairs) if pairs else None,
            )
        )  # fmt: skip
    return found


def strengths(found: Sequence[StandardLine], number: int = 3) -> list[StandardLine]:
    """The highest means, in the set's order where equal; nothing of what nobody graded."""
    graded = [line for line in found if line.share is not None]
    return sorted(graded, key=lambda line: -(line.share or 0))[:number]


def weaknesses(found: Sequence[StandardLine], number: int = 3) -> list[StandardLine]:
    """The lowest means, none of which is among the strengths."""
    best = {line.code for line in strengths(found, number)}
    graded = [line for line in found if line.share is not None and line.code not in best]
    return sorted(graded, key=lambda line: line.share or 0)[:number]
