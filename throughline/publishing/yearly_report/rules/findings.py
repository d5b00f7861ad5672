"""What a check finds, and how it is settled. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error holds publishing up until it is settled; a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class How(StrEnum):
    """The ways of settling. `tie` puts a reference to a figure where the number was typed."""

    TIE = "tie"
    CITE = "cite"
    EXPLAIN = "explain"
    NOT_A_FIGURE = "not_a_figure"
    EXCEPTION = "exception"


HOW_WORDS = {
    How.TIE: "Tie it to a figure",
    How.CITE: "Say where it comes from",
    How.EXPLAIN: "Explain it",
    How.NOT_A_FIGURE: "It is not a figure",
    How.EXCEPTION: "Publish it all the same, with a reason",
}


@dataclass(frozen=True)
class Rule:
    """A check's code and title, and what settles it in words."""

    code: str
    title: str
    settle: str
    ways: tuple[How, ...]


RULES = {
    rule.code: rule
    for rule in (
        Rule("YR-C01", "Parts that do not make their whole",
             "Correct a value in the records and load it again, or explain it.", (How.EXPLAIN,)),
        Rule("YR-C02", "A part larger than its whole",
             "Correct a value in the records and load it again, or explain it.", (How.EXPLAIN,)),
        Rule("YR-C03", "More children than live here",
             "Correct a value in the records and load it again, or explain what was counted.", (How.EXPLAIN,)),
        Rule("YR-C04", "Shares that do not add up to 100",
             "Correct a share in the records and load it again, or explain it.", (How.EXPLAIN,)),
        Rule("YR-C05", "A published value that is not the computed one",
             "Correct the value in the records and load it again, or explain it.", (How.EXPLAIN,)),
        Rule("YR-C06", "A typed number that no figure stands behind",
             "Tie it to a figure, say where it comes from, or mark it as not a figure.",
             (How.TIE, How.CITE, How.NOT_A_FIGURE)),
        Rule("YR-C07", "Rates of different times side by side",
             "Load a rate of the same time, or explain why they stand together.", (How.EXPLAIN,)),
        Rule("YR-C08", "A percentage without its respondents",
             "Load the number of respondents as a row of the same indicator with the unit 'respondents', or explain.",
             (How.EXPLAIN, How.CITE)),
        Rule("YR-C09", "An element of the statute that nothing covers",
             "Write the section that answers it and tick the element there, or explain.", (How.EXPLAIN,)),
        Rule("YR-C10", "A small number of children",
             "Nothing need be done: published output shows c. Or record an exception with a reason.",
             (How.EXPLAIN, How.EXCEPTION)),
        Rule("YR-C11", "A hidden number that an earlier edition gives away",
             "Hide more, or explain why it may stand.", (How.EXPLAIN,)),
        Rule("YR-C12", "A reference to a figure that is not available",
             "Load the figure, or take the reference out of the text.", (How.EXPLAIN,)),
        Rule("YR-C13", "A reference to a figure that does not exist",
             "Correct the reference in the text.", ()),
        Rule("YR-C14", "A section without text",
             "Write the section, or explain why it has none.", (How.EXPLAIN,)),
        Rule("YR-C15", "Records newer than the draft",
             "Build the draft again.", ()),
        Rule("YR-C16", "A typed number that gives a hidden one away",
             "Tie it to its figure, which published output shows as c, or explain.", (How.TIE, How.EXPLAIN)),
        Rule("YR-C17", "A number that an earlier edition hid and this one gives away",
             "Correct the records, or record by name and with a reason that the old number may be known.",
             (How.EXCEPTION,)),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """`key` is the same each time the same thing is found; `about` holds what it was found on, so that a settlement
    ends when the numbers change. `place` says where; `words` what is wrong. `section` and `start`/`end` locate typed
    numbers and references in a section's text."""

    code: str
    key: str
    severity: Severity
    place: str
    words: str
    about: str
    figures: tuple[str, ...] = ()
    section: str = ""
    start: int = -1
    end: int = -1
    typed: str = ""

    @property
    def rule(self) -> Rule:
        return RULES[self.code]

    @property
    def ways(self) -> tuple[How, ...]:
        return self.rule.ways

    def line(self) -> str:
        """One line for a terminal: code, severity, place, words, how to settle."""
        return f"{self.code} {self.severity}: {self.place}: {self.words} To settle: {self.rule.settle}"


@dataclass(frozen=True)
class Settled:
    """How a finding was settled: the words that are kept, who and when."""

    key: str
    about: str
    how: How
    text: str
    by: str
    at: str


@dataclass(frozen=True)
class Judged:
    """A finding with its settlement. `lapsed`: it was settled on other numbers than today's."""

    finding: Finding
    settled: Settled | None
    lapsed: Settled | None

    @property
    def open(self) -> bool:
        return self.settled is None

    @property
    def blocks(self) -> bool:
        return self.open and self.finding.severity is Severity.ERROR


def judge(findings: Iterable[Finding], settlements: Mapping[str, Settled]) -> list[Judged]:
    judged = []
    for finding in findings:
        found = settlements.get(finding.key)
        holds = found if found is not None and found.about == finding.about else None
        judged.append(Judged(finding, holds, found if holds is None else None))
    return judged
