"""What the guards of the machines look at. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """`person`: id of whoever does it. `owners`: who owns or ever owned the action. `givers`: who gave the evidence
    that waits to be checked. `closed`: delivery was checked. `accepted`: its recommendation, if any, was accepted."""

    person: int | None
    owners: frozenset[int] = frozenset()
    givers: frozenset[int] = frozenset()
    evidence: int = 0
    closed: bool = False
    should_differ: str = ""


def no_evidence(facts: Facts) -> str:
    """AC-01."""
    return "" if facts.evidence else "Give the evidence first: a link, a file or a statement of what was done."


def checks_own_delivery(facts: Facts) -> str:
    """AC-02."""
    if facts.person in facts.givers or facts.person in facts.owners:
        return "Evidence is checked by somebody else than the owner and than whoever gave it."
    return ""


def judges_own_action(facts: Facts) -> str:
    """AC-03."""
    if facts.person in facts.owners:
        return "You own this action, or owned it before. Somebody else judges its effect."
    return ""


def too_early_to_judge(facts: Facts) -> str:
    """AC-08."""
    return "" if facts.closed else "The effect can be judged once the delivery was checked and the action closed."


def nothing_to_judge_against(facts: Facts) -> str:
    """AC-08."""
    return "" if facts.should_differ.strip() else "Say first what should be different, and how it is measured."
