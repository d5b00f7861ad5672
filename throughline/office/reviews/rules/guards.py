"""What stands between the steps of a case. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.office.reviews.rules.words import INCIDENT_CRITERIA, REVIEW_CRITERIA, Partner


@dataclass(frozen=True)
class Facts:
    """`criteria`: key → reasons, of those judged. `signed`: partners that gave their view at the stage in question.
    `harm`: said. `aware`: the day is known. `open_requests`: agencies that have not answered."""

    criteria: Mapping[str, str] = field(default_factory=dict)
    signed: frozenset[str] = frozenset()
    harm: bool = False
    aware: bool = False
    outcome: str = ""
    open_requests: int = 0
    texts: frozenset[str] = frozenset()
    asked_by_others: bool = False


def incident_not_recorded(facts: Facts) -> str:
    """RV-G1."""
    return (
        "" if facts.harm and facts.aware else "Record the incident first: when the authority knew of it, and the harm."
    )


def criteria_without_reasons(facts: Facts) -> str:
    """RV-G2."""
    missing = [says for key, says in INCIDENT_CRITERIA.items() if not facts.criteria.get(key, "").strip()]
    return f"Judge each criterion with reasons. Missing: {'; '.join(missing)}." if missing else ""


def authority_has_not_signed(facts: Facts) -> str:
    """RV-G3: the local authority decides and signs; it can notify alone."""
    return "" if Partner.LOCAL_AUTHORITY in facts.signed else "The local authority has not signed."


def no_decision(facts: Facts) -> str:
    """RV-G4: an outcome, with reasons against each criterion."""
    if not facts.outcome:
        return "Record the decision first."
    missing = [says for key, says in REVIEW_CRITERIA.items() if not facts.criteria.get(key, "").strip()]
    return f"Give reasons against each criterion. Missing: {'; '.join(missing)}." if missing else ""


def partners_missing(facts: Facts) -> str:
    """RV-G5: all three sign, each for itself; a dissent is a signature too."""
    missing = [partner.label for partner in Partner if partner not in facts.signed]
    return f"Not signed yet: {', '.join(missing)}." if missing else ""


def agencies_missing(facts: Facts) -> str:
    """RV-G6: *not known to us* is an answer."""
    if not facts.open_requests:
        return ""
    agencies = "1 agency has" if facts.open_requests == 1 else f"{facts.open_requests} agencies have"
    return f"{agencies} not answered. ‘Not known to us’ is an answer; take back a request that is not needed."


def analysis_missing(facts: Facts) -> str:
    """RV-G7: facts, safety and context are written."""
    missing = [key for key in ("facts", "safety", "context") if key not in facts.texts]
    said = {"facts": "what happened", "safety": "what was done at once", "context": "racism and other inequalities"}
    return f"Write the analysis first. Missing: {', '.join(said[key] for key in missing)}." if missing else ""


def panel_not_answered(facts: Facts) -> str:
    """RV-G8."""
    return "" if "panel" in facts.texts else "Record what the Panel answered first."


def nobody_asked(facts: Facts) -> str:
    """RV-G21: an answer goes to another area or board that asked."""
    return "" if facts.asked_by_others else "Nobody of another area or board asked; triage it instead."


def partner_not_on_record(deputy_of: str = "") -> str:
    who = f"{deputy_of} signs" if deputy_of else "you sign"
    return f"It is not on record for which partner {who}. Ask the lead of the review to set it, then sign."


def signs_for_another(partner: Partner, on_record: str, deputy_of: str = "") -> str:
    """RV-G23: each member signs for the partner that the lead put on record for them. `on_record`: '' for none;
    `deputy_of`: the name of whom one stands in for, whose partner it is then."""
    if on_record == partner:
        return ""
    if not on_record:
        return partner_not_on_record(deputy_of)
    own, other = Partner(on_record).label.lower(), partner.label.lower()
    if deputy_of:
        return f"{deputy_of} signs for the {own}, and so do you in their place: not for the {other}."
    return f"You sign for the {own} here, not for the {other}."
