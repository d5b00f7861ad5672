"""A word planted in everything that people write in audits: who has no part in a return or a case is told it by no
address of audits."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from throughline.office.audits.models import CaseReturn, Evidence, PanelMember, Return
from throughline.office.audits.operations import answering, cases, handing_in, helping, panel
from throughline.office.audits.operations.answering import AnswerInput
from throughline.office.audits.operations.handing_in import Signer
from throughline.office.audits.tests.conftest import AT, LEAD
from throughline.office.audits.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WORD = "Quillfeather"
OF_A_RETURN, OF_A_CASE = f"{WORD} of a return", f"{WORD} of a case"


@pytest.fixture
def planted(own, lead, unit, actor, at) -> dict[str, Any]:
    """A return handed in, with a helper, evidence, comments, a panel that has judged it, and a case that two agencies
    have audited; and by name whatever an address of audits asks for."""
    by: dict[str, Any] = {"by": lead, "at": AT}
    given = AnswerInput(0, 2, text=OF_A_RETURN, improvement=OF_A_RETURN)
    for code in ("1.1", "1.2"):
        answering.save_answer(return_id=own.pk, question=code, given=given, **by)
    answering.comment(return_id=own.pk, question="1.1", text=OF_A_RETURN, **by)
    helper = helping.invite(return_id=own.pk, email="helper@example.org", standards=["1"], signs=False, real_at=AT,
                            **by)  # fmt: skip
    evidence = helping.add_evidence(return_id=own.pk, title=OF_A_RETURN, questions=["1.1"], real_at=AT,
                                    link="https://example.org/", **by)  # fmt: skip
    handing_in.sign(return_id=own.pk, signer=Signer(OF_A_RETURN, "Head"), **by)
    handing_in.submit(return_id=own.pk, real_at=AT, **by)
    for name in ("judge", "barred"):
        panel.seat(cycle_id=own.cycle_id, name=name, email=f"{name}@example.org", by=unit, at=AT, real_at=AT)
    barred, judge = (actor("practitioner", email=f"{name}@example.org") for name in ("barred", "judge"))
    panel.declare_conflict(return_id=own.pk, reason="My own school", by=barred, at=AT)
    panel.grade(return_id=own.pk, grades={"1": (1, OF_A_RETURN)}, by=judge, at=AT)
    panel.settle(return_id=own.pk, grades={"1": (1, OF_A_RETURN)}, by=unit, at=AT)
    panel.give_feedback(return_id=own.pk, text=OF_A_RETURN, by=unit, at=AT, real_at=AT)
    audit = cases.plan_case_audit(
        theme="Neglect", year="2023-24", criteria="Plans", agreed_on=AT.date(), due=date(2024, 3, 1),
        purge_on=date(2024, 9, 1), domains=["assessment"], by=unit, at=AT,
    )  # fmt: skip
    (case,) = cases.draw_sample(audit_id=audit.pk, list_size=9, number=1, seed="1", by=unit, at=AT)
    for name in ("council", "police"):
        cases.name_auditor(audit_id=audit.pk, agency=name, email=f"{name}@example.org", by=unit, at=AT)
    cases.open_audit(audit_id=audit.pk, by=unit, at=AT, real_at=AT)
    audit.refresh_from_db()
    for name, text in (("council", OF_A_CASE), ("police", "Seen")):
        cases.save_case_return(
            audit_id=audit.pk, case_id=case.pk, grades=dict.fromkeys(audit.domains, (1, text)), overall=1, submit=True,
            confirmed=True, by=actor("practitioner", email=f"{name}@example.org"), at=AT,
        )  # fmt: skip
    cases.add_voice(audit_id=audit.pk, case_id=case.pk, whose="family", text=OF_A_CASE, confirmed=True, by=unit, at=AT)
    assert (Evidence.objects.count(), CaseReturn.objects.filter(submitted=True).count()) == (1, 2)
    return {
        "return_id": own.pk, "cycle_id": own.cycle_id, "question_code": "1.1", "contributor_id": helper.pk,
        "evidence_id": evidence.pk, "member_id": PanelMember.objects.get(name="judge").pk, "case_audit_id": audit.pk,
        "case_id": case.pk, "how": "not_known", "set_version_id": 1, "other_version_id": 1,
    }  # fmt: skip


def told(browser: Client, known: dict[str, Any], *of: str) -> Iterator[str]:
    """What the addresses of audits answer, or those of these names, unpacked. A PDF is its Word file's twin; question
    sets hold nothing that anybody was asked."""
    for pattern in urlpatterns:
        if (of and pattern.name not in of) or pattern.name.endswith("_pdf") or "set" in pattern.name.split("_"):
            continue
        names = pattern.pattern.converters
        answer = browser.get(reverse(f"audits:{pattern.name}", kwargs={name: known[name] for name in names}))
        yield answer.content.decode(errors="replace")
        if answer.content[:2] == b"PK":
            with ZipFile(BytesIO(answer.content)) as packed:
                yield from (packed.read(name).decode(errors="replace") for name in packed.namelist())


def test_who_has_no_part_in_it_is_told_nothing(planted, own, sign_in, partnership, other_partnership) -> None:
    other = Return.objects.get(cycle=own.cycle_id, urn="100002")  # somebody else's in the same cycle
    assert other.lead_email == "other@example.org"
    at_home = [sign_in(partnership, "practitioner", email=f"{name}@example.org")
               for name in ("other", "barred", "police")]  # fmt: skip
    for browser in (*at_home, sign_in(other_partnership, "business_unit", email="kent@example.org")):
        assert [text for text in told(browser, planted) if WORD in text] == []

    # and who has a part is told it, so that the word would be found
    for name, places, word in (
        (LEAD, ["return", "own_word"], OF_A_RETURN), ("judge@example.org", ["question", "panel"], OF_A_RETURN),
        ("council@example.org", ["my_case"], OF_A_CASE),
    ):  # fmt: skip
        browser = sign_in(partnership, "practitioner", email=name)
        assert all(word in "".join(told(browser, planted, place)) for place in places), name
