"""An invented learning lessons review under way on 5 February 2024, for the demonstration. Nobody in it exists."""

from datetime import date, datetime
from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.foundation.restricted import api as restricted
from throughline.office.partnership import api as partnership
from throughline.office.reviews.demonstration import _moment
from throughline.office.reviews.operations import cases, drafts, works
from throughline.office.reviews.rules.reviewing import Process, Taking
from throughline.office.reviews.rules.words import Origin, Triage

TITLE = "Chorus (an invented case)"
PANEL = (("Harriet Quill", "Medway Council"), ("Owen Ledger", "Kent Police"))
SECTIONS = (
    (
        "Why this review",
        "Three children lived for six years with neglect that came and went. Every agency knew a part of it. None of it"
        " was serious enough by itself, and nobody put the parts together.",
    ),
    (
        "What it was like for the children",
        "School was where they ate and were warm. Each time something improved a plan was closed, and each time it took"
        " about four months until somebody worried again.",
    ),
)
FINDING = (
    "Plans were closed when things looked better, without asking whether they would stay so.",
    "Agree before a plan is closed what would show that it holds, and look again after four months.",
    "Medway Council",
)


def load(*, unit: Actor, real_at: datetime) -> None:
    """Referred, triaged as a learning lessons review, set up and begun, with a draft in two sections."""
    given = cases.CaseInput(
        Origin.REFERRAL, TITLE, "Neglect on and off over six years. What can be learnt from how plans ended?",
        "Medway Council", date(2023, 10, 2),
    )  # fmt: skip
    case = cases.open_case(given=given, by=unit, at=_moment(date(2023, 10, 2)), real_at=real_at)
    with restricted.entered(unit, case.restricted_id, what="Demonstration", at=real_at) as inside:

        def here(day: date) -> dict[str, Any]:
            return {"inside": inside, "by": unit, "at": _moment(day)}

        cases.triage(
            decision=Triage.LEARNING, real_at=real_at, **here(date(2023, 10, 9)),
            reply="No single harm meets the criteria of a notification; there is much to learn for all agencies.",
        )  # fmt: skip
        works.set_up(
            words={
                "led_by": "Learning Lessons subgroup", "reviewer": "Isolde Fairweather",
                "independent": "Has worked for no agency here; led eleven reviews elsewhere.",
                "period": "September 2017 to August 2023", "delay": "",
                "terms": "How were decisions taken to end plans? Who asked the children? What would have shown that a"
                " change holds?",
            },
            **here(date(2023, 10, 30)),
        )  # fmt: skip
        for name, agency in PANEL:
            works.add_panel_member(name=name, agency=agency, **here(date(2023, 10, 30)))
        works.add_process(
            kind=Process.CRIMINAL, what="Trial at the Crown Court", since=date(2023, 9, 18), pauses=False, reason="",
            **here(date(2023, 10, 30)),
        )  # fmt: skip
        works.go_on(transition="start", reason="", **here(date(2023, 11, 6)))
        works.write_contribution(
            contribution_id=None, kind=Taking.FAMILY, what="The oldest child, with an advocate", where="At a café",
            on=date(2023, 12, 4), said="People went away just when it was going well. Then it went wrong again.",
            **here(date(2023, 12, 5)),
        )  # fmt: skip
        works.write_contribution(
            contribution_id=None, kind=Taking.EVENT, what="Learning afternoon: when is better good enough?",
            where="St George’s Centre, Chatham", on=date(2024, 2, 21), said="", **here(date(2024, 1, 15)),
        )  # fmt: skip
        for heading, text in SECTIONS:
            drafts.write_section(section_id=None, heading=heading, text=text, **here(date(2024, 1, 29)))
        text, recommendation, agency = FINDING
        found = partnership.organisation_named(agency)
        if found is None:
            raise LookupError(f"The demonstration has no agency ‘{agency}’.")
        drafts.write_finding(
            finding_id=None, text=text, recommendation=recommendation, agency_id=found.id, **here(date(2024, 1, 29))
        )
