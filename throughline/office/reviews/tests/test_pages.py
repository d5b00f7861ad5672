"""The journey through the pages: referral, triage, incident, notification, agencies, timeline, decision, dates."""

import io
from typing import Any

import pytest
from docx import Document as WordDocument

from throughline.foundation.access.models import Membership, User
from throughline.foundation.access.roles import Role
from throughline.foundation.restricted import api as restricted
from throughline.foundation.sheets.api import excel_file
from throughline.office.reviews.chronology_sheet import LAYOUT
from throughline.office.reviews.models import Slip
from throughline.office.reviews.rules.words import INCIDENT_CRITERIA, REVIEW_CRITERIA
from throughline.office.reviews.tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def people(partnership: Any, sign_in: Any, scoped: Any, person: Any) -> dict[str, Any]:
    """Signed-in browsers: Lena leads, Rex refers, Annie is asked, nobody knows Otto."""
    person("lena", Role.BUSINESS_UNIT)
    for name in ("rex", "annie", "otto"):
        person(name, Role.PRACTITIONER)
    return {name: sign_in(partnership, email=f"{name}@example.org") for name in ("lena", "rex", "annie", "otto")}


def text(client: Any, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def day(name: str, value: str) -> dict[str, str]:
    year, month, number = value.split("-")
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def test_from_the_referral_to_the_dates(people: dict[str, Any], agency: Any, settings: Any) -> None:
    school = agency("School")
    lena, rex, annie, otto = (people[name] for name in ("lena", "rex", "annie", "otto"))
    assert rex.post("/office/reviews/refer/", {"title": "", "what": "", "from_whom": ""}).status_code == 422
    answer = rex.post("/office/reviews/refer/", {"title": "Robin", "what": "A baby was hurt", "from_whom": "School"})
    slip = answer["Location"]
    assert "Not decided yet" in text(rex, slip)
    assert otto.get(slip).status_code == 404
    rid = Slip.objects.get().restricted_id
    case = f"/office/reviews/{rid}/"
    for who in (rex, otto, annie):
        assert who.get(case).status_code == 404
    assert "Robin" in text(lena, case)
    assert "R1 Robin" in text(lena, "/office/reviews/")
    assert "Robin" not in text(otto, "/office/reviews/")
    judged = {f"{key}_{what}": value for key in INCIDENT_CRITERIA for what, value in (("met", "yes"), ("reasons", "x"))}
    assert lena.post(f"{case}incident/criteria/", {**judged, "harm_reasons": "Two fractures"}).status_code == 302
    assert "Two fractures" in text(lena, f"{case}triage/")
    assert lena.post(f"{case}triage/", {"decision": "notify", "reply": ""}).status_code == 422
    assert lena.post(f"{case}triage/", {"decision": "notify", "reply": "It may be serious"}).status_code == 302
    assert "It may be serious" in text(rex, slip)
    incident = {
        **day("aware_on", "2024-02-05"), "aware_time": "9:30", "harm": "died", "standing": "care_leaver",
        "incident_area": "Medway", "home_area": "Kent", "account": "A baby died.", "place": "Elm House",
    }  # fmt: skip
    assert lena.post(f"{case}incident/", {**incident, "aware_time": "late"}).status_code == 422
    assert lena.post(f"{case}incident/", incident).status_code == 302
    shown = text(lena, case)
    assert "Medway leads, as it happened there; Kent is the home area" in shown
    assert "Tell also: The Secretary of State and Ofsted" in shown
    assert lena.post(f"{case}notify/", day("on", "2024-02-09")).status_code == 422
    assert "local authority has not signed" in text(lena, f"{case}notify/")
    lena_id = str(User.objects.get(email="lena@example.org").pk)
    sign = {"as_whom": f"local_authority:{lena_id}", "view": "dissent", "reasons": ""}
    assert "not on record for which partner you sign" in text(lena, f"{case}notification/sign/")
    assert lena.post(f"{case}notification/sign/", {**sign, "reasons": "Too early"}).status_code == 422
    members = f"/office/restricted/{rid}/"
    own = f"{members}members/add/?member={lena_id}"
    assert own in text(lena, members)
    assert 'value="lena@example.org"' in text(lena, own)
    given = {"email": "lena@example.org", "part": "lead", "stands_in_for": "", "partner": "local_authority"}
    assert lena.post(own, given).status_code == 302
    assert "Signs for: Local authority" in text(lena, members)
    answer = lena.post(f"{case}notification/sign/", {**sign, "as_whom": f"police:{lena_id}"})
    assert (answer.status_code, "You do not sign for this partner" in answer.content.decode()) == (422, True)
    assert lena.post(f"{case}notification/sign/", sign).status_code == 422
    assert lena.post(f"{case}notification/sign/", {**sign, "reasons": "Too early"}).status_code == 302
    assert "Dissents: Too early" in text(lena, case)
    assert lena.post(f"{case}told/", {"who": "The family", **day("on", "2024-02-08")}).status_code == 302
    assert lena.post(f"{case}notify/", day("on", "2024-02-09")).status_code == 302
    shown = text(lena, case)
    assert "Plan of days" in shown
    assert "Thursday 29 February 2024" in shown
    step = shown.split("Rapid review meeting")[1].split('href="', 1)[1].split('"')[0]
    assert lena.post(step, {"working_day": "", "what": "x"}).status_code == 422
    assert lena.post(step, {"working_day": "11", "what": "We meet"}).status_code == 302
    assert lena.post(f"{step}done/").status_code == 302
    assert lena.post(f"{case}plan/add/", {"working_day": "3", "what": "Call the school"}).status_code == 302
    plan = text(lena, case).split("Plan of days", 1)[1]
    for words in ("Call the school", "Wednesday 14 February 2024", "We meet", "Monday 26 February 2024", "Done on"):
        assert words in plan
    assert "Rapid review meeting" not in plan
    ask = {
        "agency": school.pk,
        "person": "annie@example.org",
        "child": "Robin A",
        "asks": "All",
        **day("due", "2024-02-20"),
    }
    assert lena.post(f"{case}agencies/ask/", {**ask, "person": "who@example.org"}).status_code == 422
    assert lena.post(f"{case}agencies/ask/", ask).status_code == 302
    asked = f"/office/reviews/asked/{Slip.objects.get(kind='request').pk}/"
    shown = text(annie, asked)
    assert "Robin A" in shown
    assert "A baby died" not in shown
    assert "Elm House" not in shown
    assert otto.get(asked).status_code == 404
    assert annie.get(case).status_code == 404
    assert (
        annie.post(f"{asked}entry/", {"what": "Seen", **day("on", "2024-01-08"), "event": "Visit"}).status_code == 302
    )
    good, bad = _sheet("Heard"), _sheet("")
    answer = annie.post(f"{asked}spreadsheet/", {"file": bad})
    assert answer.status_code == 422
    assert "must not be empty" in answer.content.decode()
    assert annie.post(f"{asked}spreadsheet/", {"file": good}).status_code == 302
    shown = text(annie, asked)
    assert "2 entries" in shown
    assert "lena@example.org" in shown  # whom to ask
    heard = shown.split("Change entry 1")[0].rsplit('href="', 1)[1].split('"')[0]
    visit = {"what": "Seen twice", **day("on", "2024-01-08"), "event": "Visit", "time": "10:15"}
    assert otto.get(heard).status_code == 404
    assert annie.get(heard.replace("/entry/", "/entry/9")).status_code == 404
    assert annie.post(heard, {**visit, **day("known_on", "2024-01-07")}).status_code == 422
    assert annie.post(heard, visit).status_code == 302
    assert "Visit: Seen twice" in text(annie, asked)
    taken_out = shown.split("Change entry 2")[0].rsplit('href="', 1)[1].split('"')[0] + "remove/"
    assert "9 January 2024: Heard" in text(annie, taken_out)
    assert annie.post(taken_out, {"sent": "yes"}).status_code == 302
    assert "1 entry" in text(annie, asked)
    good.seek(0)
    assert annie.post(f"{asked}spreadsheet/", {"file": good}).status_code == 302
    assert annie.get("/office/reviews/asked/chronology.xlsx").status_code == 200
    assert annie.post(asked, {"known": "yes", "summary": ""}).status_code == 422
    assert annie.post(asked, {"known": "yes", "summary": "Known since 2020"}).status_code == 302
    for closed in ("entry/", heard.removeprefix(asked)):
        assert "was answered" in text(annie, f"{asked}{closed}")
    assert annie.post(heard, visit).status_code == 422
    request = Slip.objects.get(kind="request").record_id
    assert "Known since 2020" in text(lena, f"{case}agencies/{request}/")
    own = {"agency": school.pk, "what": "Heard", **day("on", "2024-01-09"), "event": "visit", "time": "9:05"}
    assert lena.post(f"{case}timeline/add/", own).status_code == 302
    shown = text(lena, f"{case}timeline/")
    assert "3 of 3 entries" in shown
    correct = shown.split(">Correct entry")[0].rsplit('href="', 1)[1].split('"')[0]
    assert shown.count(">Correct entry") == 1  # what the school returned stays as it is
    returned = heard.rstrip("/").rsplit("/", 1)[-1]
    assert lena.get(f"{case}timeline/{returned}/").status_code == 404
    assert lena.post(correct, {**own, "what": ""}).status_code == 422
    assert lena.post(correct, {**own, "what": "Heard shouting"}).status_code == 302
    assert "visit: Heard shouting" in text(lena, f"{case}timeline/")
    told = text(lena, f"{case}timeline/corrections/").split("Heard shouting")[0]
    assert "9 January 2024 09:05, School. visit: Heard" in told
    assert lena.post(f"{case}timeline/add/", {**own, "what": "Typed twice"}).status_code == 302
    shown = text(lena, f"{case}timeline/").split("Typed twice")[1]
    out = shown.split(">Correct entry")[0].rsplit('href="', 1)[1].split('"')[0] + "take-out/"
    assert "Typed twice" in text(lena, out)
    assert lena.post(out, {"sent": "yes"}).status_code == 302
    assert "Typed twice" not in text(lena, f"{case}timeline/")
    assert "Taken out" in text(lena, f"{case}timeline/corrections/")
    assert "0 of 3 entries" not in text(lena, f"{case}timeline/?agency=School")
    assert "No entry fits" in text(lena, f"{case}timeline/?marked=on")
    assert "to print" not in text(lena, f"{case}timeline/?print=1")
    relative = {"name": "Robin Ashfield", "relation": "the child", "at_home": "yes", **day("born", "2023-09-04")}
    assert lena.post(f"{case}household/add/", relative).status_code == 302
    assert "born 4 September 2023" in text(lena, f"{case}household/")
    for heading in ("facts", "safety", "context"):
        assert lena.post(f"{case}analysis/{heading}/", {"text": f"Robin, {heading}"}).status_code == 302
    assert lena.get(f"{case}analysis/nothing/").status_code == 404
    assert "Robin, facts" in text(lena, f"{case}analysis/")
    judged = {f"{key}_{what}": value for key in REVIEW_CRITERIA for what, value in (("met", "no"), ("reasons", "x"))}
    assert lena.post(f"{case}decision/criteria/", judged).status_code == 302
    assert lena.post(f"{case}decision/decide/", {"outcome": "local_learning", "reasons": "Enough"}).status_code == 302
    shown = text(lena, f"{case}decision/")
    assert "Not signed yet: Local authority, Integrated care board, Police" in shown
    _word_without_names(lena, case)
    shown = text(lena, f"{case}dates/")
    assert "RV-02 Send the rapid review to the Panel" in shown
    assert "Friday 1 March 2024" in shown
    clock = f"{case}dates/{shown.split(f'{case}dates/')[2].split('/')[0]}/"
    assert "is day 0" in text(lena, clock)
    assert lena.post(f"{clock}pause/", {"reason": "A trial"}).status_code in (302, 422)
    looked = text(lena, f"/office/restricted/{rid}/")
    assert "One request" in looked
    assert "Annie" in looked


def _sheet(what: str) -> Any:
    """A chronology of one row."""
    row = ["2024-01-09", "9:05", "", "", "", what, "", ""]
    file = io.BytesIO(excel_file("Chronology", LAYOUT.heading, [row]))
    file.name = "chronology.xlsx"
    return file


def _word_without_names(lena: Any, case: str) -> None:
    answer = lena.get(f"{case}pack.docx", {"parts": ["facts", "timeline", "household"], "names": "on", "births": "on"})
    written = WordDocument(io.BytesIO(answer.content))
    words = "\n".join(paragraph.text for paragraph in written.paragraphs)
    assert "[the child], facts" in words
    assert "Robin" not in words
    assert "2023" not in words
    assert lena.get(f"{case}pack.docx").status_code == 404


def test_a_reader_signs_and_writes_nothing(
    people: dict[str, Any], scoped: Any, actor: Any, lead: Any, case: Any
) -> None:
    otto = User.objects.get(email="otto@example.org")
    restricted.name_member(restricted_id=case.restricted_id, user_id=otto.pk, part="reader", partner="police", by=lead,
                           at=NOW)  # fmt: skip
    page = f"/office/reviews/{case.restricted_id}/"
    assert "Triage it" not in text(people["otto"], page)
    assert people["otto"].get(f"{page}timeline/corrections/").status_code == 403
    assert people["otto"].post(f"{page}triage/", {"decision": "none", "reply": "x"}).status_code == 403
    sign = {"as_whom": f"police:{otto.pk}", "view": "agree", "reasons": ""}
    assert people["otto"].post(f"{page}notification/sign/", sign).status_code == 302


def test_who_breaks_the_glass_reads_and_does_not_sign(
    people: dict[str, Any], partnership: Any, sign_in: Any, case: Any
) -> None:
    page = f"/office/reviews/{case.restricted_id}/"
    chief = sign_in(partnership, "accountable_officer")
    assert chief.get(page).status_code == 404
    assert chief.post(f"/office/restricted/{case.restricted_id}/break-glass/", {"reason": "Urgent"}).status_code == 302
    assert "Robin" in text(chief, page)
    user = User.objects.get(email__startswith="accountable_officer@")
    sign = {"as_whom": f"police:{user.pk}", "view": "agree", "reasons": ""}
    assert chief.post(f"{page}notification/sign/", sign).status_code == 403


def test_time_limits_are_confirmed_by_an_administrator(partnership: Any, sign_in: Any, scoped: Any) -> None:
    admin, other = sign_in(partnership, "administrator"), sign_in(partnership, "practitioner")
    page = "/office/reviews/time-limits/"
    assert "Confirm it" not in text(other, page)
    assert "Check:" in text(other, page)
    confirm = f"{page}working-together-2026/RV-01/confirm/"
    assert other.get(confirm).status_code == 403
    assert admin.post(confirm, {"note": ""}).status_code == 422
    assert admin.post(confirm, {"note": "Chapter 5"}).status_code == 302
    assert "Chapter 5" in text(other, page)
    assert Membership.objects.count() == 0
