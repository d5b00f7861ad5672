"""AU-05c, AU-06c: what expired opens an answer again; two people sign, each by their own account."""

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.documents.tests.hostile import docx, pdf
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.audits.models import Return, Signature
from throughline.office.audits.operations import answering, handing_in, helping, sets
from throughline.office.audits.operations.answering import AnswerInput
from throughline.office.audits.operations.handing_in import Signer
from throughline.office.audits.queries.people import reader, visible
from throughline.office.audits.rules import returns
from throughline.office.audits.rules.question_sets import read
from throughline.office.audits.rules.returns import Facts
from throughline.office.audits.tests.conftest import AT, LEAD, TODAY
from throughline.office.audits.tests.test_pages import day
from throughline.office.audits.tests.test_question_sets import SMALL

CHAIR = "chair@example.org"


def test_AU_05c_all_of_its_evidence_must_have_expired() -> None:
    asked, past, later = read(copy.deepcopy(SMALL)), TODAY, TODAY + timedelta(days=1)

    def open_again(*ends: date | None) -> list[str]:
        return returns.expired(asked, "school", {"1.1": ends}, TODAY)

    assert open_again(past) == open_again(past, past) == ["1.1"]
    assert open_again() == open_again(past, later) == open_again(past, None) == open_again(later) == []
    assert returns.still_expired(Facts(expired=1)).startswith("1 answer rests on evidence that has expired")
    assert returns.still_expired(Facts()) == returns.second_awaited(Facts()) == ""
    assert CHAIR in returns.second_awaited(Facts(awaits=CHAIR))


@pytest.fixture
def answered(unit, lead, at, make_cycle) -> Return:
    """A return of a set that two people sign, every question answered."""
    data = copy.deepcopy(SMALL) | {"signed_by": ["Head", "Chair of governors"]}
    draft = sets.take_question_set(given=read(data), by=unit, at=AT)
    version = sets.publish_version(version_id=draft.pk, by=unit, at=AT)
    row = Return.objects.select_related("cycle").get(cycle=make_cycle(version_id=version.pk), urn="100001")
    for code in ("1.1", "1.2"):
        given = AnswerInput(0, 2, text="So")
        answering.save_answer(return_id=row.pk, question=code, given=given, by=lead, at=AT)
    return row


@pytest.fixture
def chair(actor, answered) -> Any:
    return actor("practitioner", email=CHAIR)


@pytest.mark.django_db
def test_AU_06c_the_second_signs_the_same_content_by_their_own_account(answered, lead, chair) -> None:
    here: dict[str, Any] = {"return_id": answered.pk, "at": AT}
    assert not visible(reader(chair)).exists()
    with pytest.raises(Refused, match="somebody else"):
        handing_in.sign(signer=Signer("Ada", "Head", together_email=LEAD), by=lead, **here)
    signature = handing_in.sign(signer=Signer("Ada", "Head", together_email="Chair@example.org"), by=lead, **here)
    told = OutboxMessage.objects.get(kind="audits.asked_to_sign")
    assert (told.to, f"/self-assessments/{answered.pk}/" in told.text) == (CHAIR, True)
    with pytest.raises(Refused, match="has not yet"):
        handing_in.submit(by=lead, real_at=AT, **here)
    assert visible(reader(chair)).get() == answered
    with pytest.raises(NotPermitted):  # they read and sign; they change nothing
        answering.save_answer(question="1.1", given=AnswerInput(1, 0), by=chair, **here)
    with pytest.raises(NotPermitted):
        handing_in.countersign(name="Ada", post="Head", by=lead, **here)
    signed = handing_in.countersign(name="Kit Chair", post="Chair of governors", by=chair, **here)
    assert (signed.pk, signed.together_name, signed.together_on, signed.together_by) == (
        signature.pk, "Kit Chair", TODAY, chair.user
    )  # fmt: skip
    with pytest.raises(Refused, match="signed already"):
        handing_in.countersign(name="Kit Chair", post="Chair", by=chair, **here)
    handing_in.submit(by=lead, real_at=AT, **here)


@pytest.mark.django_db
def test_AU_06c_what_changed_is_signed_anew_by_both(answered, lead, chair) -> None:
    here: dict[str, Any] = {"return_id": answered.pk, "at": AT}
    handing_in.sign(signer=Signer("Ada", "Head", together_email=CHAIR), by=lead, **here)
    Signature.objects.update(sha256="0" * 64)  # as if something had changed below them
    with pytest.raises(Refused, match="changed after the first signature"):
        handing_in.countersign(name="Kit", post="Chair", by=chair, **here)
    handing_in.take_back(by=lead, **here)
    assert not visible(reader(chair)).exists()
    with pytest.raises(Return.DoesNotExist):
        handing_in.countersign(name="Kit", post="Chair", by=chair, **here)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_pages_of_two_signatures_and_of_expired_evidence(
    answered, lead, chair, sign_in, partnership
) -> None:  # fmt: skip
    head = sign_in(partnership, "practitioner", email=LEAD)
    here = f"/self-assessments/{answered.pk}"
    helping.add_evidence(
        return_id=answered.pk, title="Policy", questions=["1.1"], link="https://example.org/", expires=TODAY, by=lead,
        at=AT, real_at=AT,
    )  # fmt: skip
    assert "Open again, because the evidence has expired: 1" in head.get(f"{here}/").text
    assert "rests on evidence that has expired" in head.get(f"{here}/sign/").text
    evidence = answered.evidence.get()
    head.post(f"{here}/evidence/{evidence.pk}/remove/")
    own = {"name": "Ada Head", "post": "Head", "confirmed": "on"}
    assert "Select an answer to ‘Who signs as chair of governors?’" in head.post(f"{here}/sign/", own).text
    page = head.post(f"{here}/sign/", {**own, "second": "paper", "together_email": "x"})
    assert ("Enter their name" in page.text, "Enter their email" in page.text) == (True, False)
    page = head.post(f"{here}/sign/", {**own, "second": "here", "together_email": CHAIR}, follow=True)
    assert f"{CHAIR} was asked to sign as well" in page.text
    assert "has not yet" in head.get(f"{here}/submit/").text
    second = sign_in(partnership, "practitioner", email=CHAIR)
    assert f"{here}/sign-as-well/" in second.get(f"{here}/").text
    page = second.post(f"{here}/sign-as-well/", {"name": "Kit", "post": "Chair", "confirmed": "on"}, follow=True)
    assert "signed as well by Kit, Chair" in page.text
    assert "Submitted. Thank you." in head.post(f"{here}/submit/", follow=True).text


@pytest.mark.django_db
@pytest.mark.slow
def test_a_signature_on_paper_is_stated_with_its_day(answered, sign_in, partnership) -> None:
    head = sign_in(partnership, "practitioner", email=LEAD)
    data = {"name": "Ada Head", "post": "Head", "confirmed": "on", "second": "paper", "together_name": "Kit",
            "together_post": "Chair", **day("together_on", 2024, 2, 1)}  # fmt: skip
    page = head.post(f"/self-assessments/{answered.pk}/sign/", data, follow=True)
    assert "on paper by Kit, Chair" in page.text


@pytest.mark.django_db
@pytest.mark.slow
def test_hostile_evidence_is_refused_or_made_harmless_and_reached_by_its_readers_alone(
    answered, sign_in, partnership, other_partnership, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    head = sign_in(partnership, "practitioner", email=LEAD)
    here = f"/self-assessments/{answered.pk}"
    given = {"title": "Policy", "kind": "file", "questions": ["1.1"]}
    for content, name in (
        (b"MZ\x90\x00" + b"\x00" * 200, "policy.pdf"), (b"<html><script>alert(1)</script>", "policy.pdf"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "chart.png"), (b"", "empty.pdf"),
        (docx({"word/vbaProject.bin": b"x"}), "policy.docx"), (pdf() + docx(), "both.pdf"),
    ):  # fmt: skip
        page = head.post(f"{here}/evidence/", {**given, "upload": SimpleUploadedFile(name, content)})
        assert (page.status_code, answered.evidence.count()) == (422, 0), name
    file = SimpleUploadedFile("..\\..\\po<b>licy\u202efdp.exe.pdf", pdf(b"/JavaScript"))
    assert head.post(f"{here}/evidence/", {**given, "upload": file}).status_code == 302
    kept = answered.evidence.get().file
    assert (len(kept.sha256), kept.name.endswith(".pdf")) == (64, True)
    assert set(kept.name).isdisjoint('\\/<>"\u202e')
    assert "Not scanned for viruses" in head.get(f"{here}/").text

    def fetched(browser: Any) -> Any:
        found = browser.get(kept.get_absolute_url())
        found.close()
        return found

    office = sign_in(partnership, "business_unit", email="unit@example.org")
    shown = fetched(head)
    assert (shown.status_code, shown["Content-Disposition"].split(";")[0]) == (200, "attachment")
    assert fetched(office).status_code == 200
    for other in (
        sign_in(partnership, "practitioner", email="other@example.org"),
        sign_in(other_partnership, "business_unit", email="kent@example.org"),
    ):
        assert fetched(other).status_code == 404
