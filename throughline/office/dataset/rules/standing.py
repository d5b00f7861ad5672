"""What the guards of a return look at. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """`missing`: lines in which nobody said anything; `unexplained`: broken rules without an explanation of these very
    values. `fills`, `leads`: does this person, or key, fill this agency's returns, answer for it? `approved`: was it
    this person who approved it last?"""

    missing: int = 0
    unexplained: int = 0
    fills: bool = False
    leads: bool = False
    approved: bool = False


def _number(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count)


def lines_missing(facts: Facts) -> str:
    if not facts.missing:
        return ""
    says = _number(facts.missing, "One line is empty.", "{} lines are empty.")
    return f"{says} Give a number, or say why there is none."


def unexplained(facts: Facts) -> str:
    if not facts.unexplained:
        return ""
    says = _number(facts.unexplained, "One rule is broken", "{} rules are broken")
    return f"{says} and not explained. Mend the numbers or explain them."


def not_of_the_agency(facts: Facts) -> str:
    return "" if facts.fills else "Only who holds a post in this agency, or the business unit, fills its return."


def not_the_lead(facts: Facts) -> str:
    return "" if facts.leads else "Only who answers for this agency approves its return."


def accepts_own(facts: Facts) -> str:
    return "You approved this return for the agency. Somebody else must accept it." if facts.approved else ""
