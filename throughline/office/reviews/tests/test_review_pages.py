"""The pages of the review that follows a case, and those of what came of it: refusals where they belong, the documents,
equal cost for one row and three."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document as WordDocument

from throughline.foundation.restricted import api as restricted
from throughline.office.reviews.models import DraftComment, DraftSection, Review, Slip, WorkFinding
from throughline.office.reviews.operations import cases
from throughline.office.reviews.rules.words import Origin, Triage
from throughline.office.reviews.tests.conftest import NOW
from throughline.office.reviews.tests.test_pages import day, people, text

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
__all__ = ["people"]  # the fixture


@pytest.fixture
def review_case(people: Any, lead: Any) -> str:
    """The address of a case that a learning lessons review follows, led by Lena."""
    given = cases.CaseInput(Origin.REFERRAL, "Robin", "What can be learnt?", "School")
    case = cases.open_case(given=given, by=lead, at=NOW, real_at=NOW)
    with restricted.entered(lead, case.restricted_id, what="x", at=NOW) as inside:
        cases.triage(inside=inside, decision=Triage.LEARNING, reply="Much", by=lead, at=NOW, real_at=NOW)
    return f"/office/reviews/{case.restricted_id}/"


def _number(address: str) -> int:
    return int(address.rstrip("/").rsplit("/", 1)[-1])


def test_from_the_terms_to_the_public_site(people: dict[str, Any], review_case: str, agency: Any) -> None:
    lena, annie, otto = (people[name] for name in ("lena", "annie", "otto"))
    school = agency("School")

    def sent(page: str, given: dict[str, Any] | None = None) -> int:
        status: int = lena.post(f"{review_case}{page}", given or {"sent": "yes"}).status_code
        return status

    assert "independent" in text(lena, f"{review_case}review/")
    assert sent("review/go/start/") == 422
    words = {"led_by": "", "reviewer": "Rae", "independent": "Yes", "period": "", "terms": "How?", "delay": ""}
    assert sent("review/set-up/", words) == 302
    assert sent("review/go/start/") == 302
    assert sent("review/beside/add/", {"kind": "police", "what": "A trial", "pauses": "yes", "reason": "",
                                       **day("since", "2024-02-01")}) == 422  # fmt: skip
    assert sent("draft/section/add/", {"heading": "What happened", "text": "Robin was hurt."}) == 302
    assert sent("draft/finding/add/", {"text": "Found", "recommendation": "Do", "agency": ""}) == 422
    assert sent("draft/finding/add/", {"text": "Found", "recommendation": "Do", "agency": school.pk}) == 302
    assert sent("draft/send/") == 422
    ask = {"agency": school.pk, "person": "annie@example.org", **day("due", "2024-02-20")}
    assert sent("draft/ask/", ask) == 302
    assert sent("draft/send/") == 302
    slip = f"/office/reviews/asked/{Slip.objects.get(kind='draft').pk}/"
    assert "Robin was hurt." in text(annie, slip)
    assert otto.get(slip).status_code == 404
    assert annie.get(f"{review_case}draft/").status_code == 404
    with restricted.as_system(_number(review_case)):
        section = str(DraftSection.objects.get().pk)
    assert annie.post(slip, {"section": section, "text": ""}).status_code == 422
    assert annie.post(slip, {"section": section, "text": "Say when."}).status_code == 302
    assert annie.post(f"{slip}done/").status_code == 302
    assert "Robin was hurt." not in text(annie, slip)
    with restricted.as_system(_number(review_case)):
        comment = DraftComment.objects.get().pk
    assert "Say when." in text(lena, f"{review_case}draft/")
    assert sent(f"draft/comment/{comment}/", {"answer": "Taken up"}) == 302
    assert "Taken up" in text(annie, slip)
    for way in ("close_comments", "agree"):
        assert sent(f"review/go/{way}/") == 302
    plan = {"name": "Child N", "themes": "Injury", "improvements": "Ask.", **day("planned_on", "2024-03-14")}
    assert sent("publication/plan/", plan) == 302
    assert sent("publication/briefing/", {f"point_{number}": "Ask, look, tell." for number in range(7)}) == 302
    assert "<li>Robin</li>" in text(lena, f"{review_case}publication/")
    assert sent("publication/publish/") == 422
    assert sent("publication/clear/", {"word": "Robin", "reason": "A bird"}) == 302
    report = lena.get(f"{review_case}report.docx")
    written = WordDocument(io.BytesIO(report.content))
    assert "Robin was hurt." in [paragraph.text for paragraph in written.paragraphs]
    assert sent("publication/publish/") == 302
    found = Review.objects.get()
    assert found.name == "Child N"
    public = text(otto, "/learning/")
    assert "Child N" in public
    assert "Robin" not in public


def test_a_draft_costs_the_same_with_one_section_and_with_three(
    people: dict[str, Any], review_case: str, agency: Any
) -> None:
    lena, counts = people["lena"], []
    with restricted.as_system(_number(review_case)) as inside:
        from throughline.office.reviews.queries.works import work_in

        work = work_in(inside)
        for number in range(3):
            DraftSection.objects.create(space_id=work.space_id, work=work, position=number, heading="x", text="y")
            WorkFinding.objects.create(space_id=work.space_id, work=work, text="z", agency=agency(f"A{number}"))
            if number in (0, 2):
                with CaptureQueriesContext(connection) as asked:
                    text(lena, f"{review_case}draft/")
                counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_came_of_a_review(people: dict[str, Any], scoped: Any, agency: Any) -> None:
    lena, otto = people["lena"], people["otto"]
    found = Review.objects.create(
        space_id=scoped.home_id, kind="learning lessons review", name="Isabel", slug="isabel", published="2023-09",
        published_from=date(2023, 9, 1),
    )  # fmt: skip
    here = f"/office/reviews/published/{found.pk}/"
    assert otto.get(here).status_code == 403
    assert "No change in practice is on record yet" in text(lena, here)
    change = {"where": "Hub", "change": "Asks why", "evidence": "", **day("since", "2024-01-01")}
    assert lena.post(f"{here}change/", {**change, "where": ""}).status_code == 422
    assert lena.post(f"{here}change/", change).status_code == 302
    row = found.practice_changes.get()
    test = {"how": "audit", "what": "Audit of 15", **day("planned_on", "2024-02-01")}
    assert lena.post(f"/office/reviews/changes/{row.pk}/test/", test).status_code == 302
    assert "Tests whose day has come" in text(lena, "/office/reviews/published/")
    result = {"holds": "yes", "found": "15 of 15", **day("on", "2024-02-02")}
    assert lena.post(f"/office/reviews/tests/{row.tests.get().pk}/", result).status_code == 302
    assert "Holds, 2 February 2024: 15 of 15" in text(lena, here)
    thread = text(otto, f"/thread/reviews.review/{found.pk}/")
    assert "Audit: Audit of 15" in thread
    assert "15 of 15" not in thread  # what was found stays in the office


def test_an_event_of_the_programme_and_who_came(people: dict[str, Any], scoped: Any, events: Any) -> None:
    lena, otto, counts = people["lena"], people["otto"], []
    found = Review.objects.create(
        space_id=scoped.home_id, kind="learning lessons review", name="Isabel", slug="isabel", published="2023-09",
        published_from=date(2023, 9, 1),
    )  # fmt: skip
    here = f"/office/reviews/published/{found.pk}/"
    assert otto.get(f"{here}event/").status_code == 403
    assert "2 March 2024: Forum 2" in text(lena, f"{here}event/")
    for wrong in ("", "t.event:99", "t.event:x", "nobody.knows:1"):
        assert lena.post(f"{here}event/", {"event": wrong}).status_code == 422
    for number in (1, 2, 3):
        assert lena.post(f"{here}event/", {"event": f"t.event:{number}"}).status_code == 302
        with CaptureQueriesContext(connection) as asked:
            shown = text(lena, here)
        counts.append(len(asked))
    assert counts[0] == counts[2]
    assert "Event: Forum 3" in shown
    assert "All agencies" in shown
    assert "Record whom it reached" not in shown
    assert "not known" in shown  # of the agency whose people nobody marked
    assert "Forum 3" in text(otto, f"/thread/reviews.review/{found.pk}/")
