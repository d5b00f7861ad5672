"""CF-01 to CF-07: case file audits, from the theme to the day on which the cases go."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.audits import tasks
from throughline.office.audits.models import (
    AuditCycle,
    CaseAudit,
    CaseFile,
    CaseGrade,
    CaseModeration,
    CaseReturn,
    CaseVoice,
)
from throughline.office.audits.operations import cases as writes
from throughline.office.audits.presenters import cases as presenter
from throughline.office.audits.queries import cases as reads
from throughline.office.audits.queries.people import reader
from throughline.office.audits.rules import cases as rules
from throughline.office.audits.rules.cases import DOMAINS, LIVED, OVERALL, Part
from throughline.office.audits.tests.conftest import AT, TODAY
from throughline.office.audits.workflow import CASE_AUDIT

PURGE = date(2024, 9, 1)
WORD = "Quillfeather"


@pytest.mark.parametrize(
    "text",
    ["943 476 5919", "NHS no. 943-476-5919.", "943\u00a0476\u00a05919", "943.476\u20135919", "A123456789012",
     "in ME4 4TR", "me44tr", "ME4\u00a04TR"],
)  # fmt: skip
def test_CF_01_identifiers_are_refused(text: str) -> None:
    assert len(rules.refusals(text)) == 1


@pytest.mark.parametrize("text", ["9434765918", "Tel 01634 331662", "Grade 2 of 2023-24", "12 visits, 3 of 10"])
def test_CF_01_other_numbers_are_not(text: str) -> None:
    assert rules.refusals(text) == []


def test_CF_02_names_and_dates_of_birth_are_warned_of() -> None:
    assert rules.warnings("The worker spoke with Orla on Monday.") == ["These words look like names: Orla."]
    assert rules.warnings("She was born on 12/03/2015 abroad.") == ["A date stands beside a word for birth."]
    for text in ("DOB 3 March 2015", "DOB:\n2015-03-12", "born on the 3rd of march", "Born in March 2015"):
        assert rules.warnings(text) == ["A date stands beside a word for birth."], text
    assert rules.warnings("The plan was reviewed on 12/03/2023. Visits took place in March 2023.") == []


def test_CF_02_a_name_is_known_where_a_sentence_begins() -> None:
    assert rules.warnings("Orla was alone. Mohammed’s aunt came.\nEllie-Mae slept. Plans changed; Jo did not.") == [
        "These words look like names: Orla, Mohammed, Ellie, Mae."
    ]
    assert rules.warnings("Will this help? May be. Hope was seen.\nMother agreed.") == []


@given(st.integers(1, 500), st.integers(1, 26), st.text(max_size=10))
def test_CF_04_the_same_seed_draws_the_same(size: int, number: int, seed: str) -> None:
    if number > size:
        with pytest.raises(ValueError, match="can be drawn"):
            rules.draw(size, number, seed)
        return
    found = rules.draw(size, number, seed)
    assert found == rules.draw(size, number, seed) == sorted(set(found))
    assert len(found) == number
    assert all(1 <= place <= size for place in found)


def test_CF_03_no_good_overall_without_the_childs_experience() -> None:
    whole = dict.fromkeys(DOMAINS, (2, "Seen"))
    assert rules.incomplete(whole, 2, DOMAINS) == []
    assert rules.incomplete({**whole, LIVED: (1, "Seen")}, 1, DOMAINS) == []
    assert rules.incomplete({**whole, LIVED: (1, "Seen")}, 2, DOMAINS) == [
        "Nothing is good overall where the child’s voice and lived experience is not."
    ]
    assert rules.incomplete({**whole, LIVED: (2, " ")}, None, DOMAINS) == [
        "Grade ‘The child’s voice and lived experience’ and say what you saw.", "Give the overall grade."
    ]  # fmt: skip


GRADES = st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=4), min_size=1, max_size=12)


@given(GRADES)
def test_CF_06_kappa_keeps_its_bounds_and_asks_nobodys_order(rated: list[list[int]]) -> None:
    kappa = rules.weighted_kappa(rated)
    if kappa is None:
        assert len({grade for case in rated for grade in case}) == 1
        return
    assert -1 - 1e-9 <= kappa <= 1 + 1e-9
    turned = rules.weighted_kappa([list(reversed(case)) for case in reversed(rated)])
    assert turned == pytest.approx(kappa)
    assert rules.weighted_kappa([[case[0]] * len(case) for case in rated]) in (None, pytest.approx(1))


def test_CF_06_a_known_value() -> None:
    """By hand: six ordered pairs, mean squared difference 1/3, by chance 2 * (margins 2, 3, 1)."""
    assert rules.weighted_kappa([(1, 1), (2, 2), (3, 2)]) == pytest.approx(1 - (2 / 6) / (34 / 36))
    assert rules.weighted_kappa([]) is None
    assert rules.kappa_words(0.65) == "substantial (0.65)"
    assert rules.kappa_words(None) == "cannot be said"
    assert rules.kappa_words(-0.1) == "less than by chance (-0.10)"


def test_CF_05_rule() -> None:
    assert not rules.all_in([])
    assert rules.all_in([Part(submitted=True), Part(not_known=True), Part(barred=True)])
    assert not rules.all_in([Part(submitted=True), Part()])


def test_the_states_of_a_case_audit() -> None:
    assert {(state, way) for state, way, allowed in CASE_AUDIT.pairs() if allowed} == {
        ("planned", "open"), ("collecting", "moderate"), ("moderating", "report"), ("collecting", "purge"),
        ("moderating", "purge"), ("reported", "purge"),
    }  # fmt: skip


def plan(unit: Any, **given: Any) -> CaseAudit:
    wanted = {
        "theme": "Children in need", "year": "2023-24", "criteria": "Plans of the last year.",
        "agreed_on": date(2024, 1, 10), "due": date(2024, 3, 1), "purge_on": PURGE,
        "domains": ["assessment"],
    }  # fmt: skip
    return writes.plan_case_audit(**wanted | given, by=unit, at=AT)


@pytest.fixture
def audit(db, unit) -> CaseAudit:
    """Two cases, two agencies, at work."""
    made = plan(unit)
    writes.draw_sample(audit_id=made.pk, list_size=40, number=2, seed="a seed", by=unit, at=AT)
    for agency in ("Council", "Police"):
        writes.name_auditor(audit_id=made.pk, agency=agency, email=f"{agency.lower()}@example.org", by=unit, at=AT)
    writes.open_audit(audit_id=made.pk, by=unit, at=AT, real_at=AT)
    made.refresh_from_db()
    return made


@pytest.fixture
def auditors(actor, scoped) -> tuple[Any, Any]:
    return actor("practitioner", email="council@example.org"), actor("practitioner", email="police@example.org")


def give(audit: CaseAudit, case: CaseFile, by: Any, grade: int = 2, text: str = "Seen", **more: Any) -> CaseReturn:
    wanted = {"overall": grade, "confirmed": False, "submit": True}
    grades = dict.fromkeys(audit.domains, (grade, text))
    return writes.save_case_return(audit_id=audit.pk, case_id=case.pk, grades=grades, **wanted | more, by=by, at=AT)


@pytest.mark.django_db
def test_the_lived_experience_is_always_asked_and_the_seed_is_kept(audit) -> None:
    assert audit.domains == ["assessment", LIVED]
    assert (audit.seed, audit.list_size) == ("a seed", 40)
    assert list(audit.cases.values_list("letter", "place")) == [
        (rules.letter(at), place) for at, place in enumerate(rules.draw(40, 2, "a seed"))
    ]
    assert sorted(OutboxMessage.objects.filter(kind="audits.case_auditor").values_list("to", flat=True)) == [
        "council@example.org", "police@example.org"
    ]  # fmt: skip
    assert [(row.kind, row.theme) for row in AuditCycle.objects.all()] == [
        ("multi-agency case file audit", "Children in need")
    ]


@pytest.mark.django_db
def test_plans_that_do_not_hold_together(unit, audit) -> None:
    with pytest.raises(Refused, match="agreed by the executive first"):
        plan(unit, theme="Later", agreed_on=date(2024, 2, 6))
    with pytest.raises(Refused, match="deleted after it"):
        plan(unit, theme="Later", purge_on=date(2024, 3, 1))
    with pytest.raises(Refused, match="there already"):
        plan(unit)
    with pytest.raises(Refused, match="postcode"):
        plan(unit, theme="Later", criteria="Families of ME4 4TR.")
    with pytest.raises(Refused, match="sample stands"):
        writes.draw_sample(audit_id=audit.pk, list_size=40, number=2, seed="b", by=unit, at=AT)
    other = plan(unit, theme="Other")
    with pytest.raises(Refused, match="two agencies at least"):
        writes.open_audit(audit_id=other.pk, by=unit, at=AT, real_at=AT)
    writes.name_auditor(audit_id=other.pk, agency="Council", email="x@example.org", by=unit, at=AT)
    with pytest.raises(Refused, match="audits for another agency"):
        writes.name_auditor(audit_id=other.pk, agency="Police", email="x@example.org", by=unit, at=AT)


@pytest.mark.django_db
def test_CF_05_blind_until_all_are_in(audit, auditors, unit) -> None:
    council, police = auditors
    first, second = audit.cases.all()
    give(audit, first, council, text="Planted")
    assert [line.standing for line in reads.case_lines(audit.pk, None)] == [
        {"Council": "in", "Police": "not in yet"}, {"Council": "not in yet", "Police": "not in yet"}
    ]  # fmt: skip
    with pytest.raises(Refused, match="stands as it is"):
        give(audit, first, council)
    writes.end_case_return(audit_id=audit.pk, case_id=second.pk, how="not_known", by=council, at=AT)
    writes.end_case_return(audit_id=audit.pk, case_id=second.pk, how="barred", by=police, at=AT)
    with pytest.raises(Refused, match="blind until then"):
        writes.begin_moderation(audit_id=audit.pk, by=unit, at=AT)
    give(audit, first, police, grade=1)
    writes.begin_moderation(audit_id=audit.pk, by=unit, at=AT)
    with pytest.raises(Refused, match="moderation has begun"):
        give(audit, first, police)
    found = {each.domain: each.given for each in reads.moderation(first, audit.domains)}
    assert found["assessment"] == (("Council", 2, "Planted"), ("Police", 1, "Seen"))
    for case, agencies in ((first, ["◑ Good. Planted", "◔ Requires improvement. Seen"]),
                           (second, ["not known to us", "barred: the auditor's own case"])):  # fmt: skip
        shown = presenter.moderation_table(reads.moderation(case, audit.domains), reads.standing(case))
        assert [column.label for column in shown.columns] == ["Domain", "Council", "Police", "Settled", "Reason"]
        assert shown.rows[0] == ["Assessment", *agencies, "not settled", ""]


@pytest.mark.django_db
def test_each_audits_the_own_agencys_part_alone(audit, auditors, unit, actor) -> None:
    stranger = actor("practitioner", email="stranger@example.org")
    first = audit.cases.first()
    for by in (stranger, unit):
        with pytest.raises(NotPermitted):
            give(audit, first, by)
    assert reads.seats(reader(stranger)) == []
    assert [seat.agency for seat in reads.seats(reader(auditors[0]))] == ["Council"]


@pytest.mark.django_db
def test_CF_01_CF_02_what_is_written_is_looked_at(audit, auditors) -> None:
    first = audit.cases.first()
    with pytest.raises(Refused, match="NHS number"):
        give(audit, first, auditors[0], text="943 476 5919", confirmed=True)
    with pytest.raises(Refused, match="look like names: Orla"):
        give(audit, first, auditors[0], text="The worker spoke with Orla often.")
    give(audit, first, auditors[0], text="The worker spoke with Orla often.", confirmed=True)


@pytest.mark.django_db
def test_a_draft_is_kept_and_a_whole_one_asked_for(audit, auditors) -> None:
    first = audit.cases.first()
    writes.save_case_return(
        audit_id=audit.pk, case_id=first.pk, grades={"assessment": (1, "So far")}, overall=None, confirmed=False,
        submit=False, by=auditors[0], at=AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="Grade ‘The child’s voice"):
        writes.save_case_return(
            audit_id=audit.pk, case_id=first.pk, grades={"assessment": (1, "So far")}, overall=1, confirmed=False,
            submit=True, by=auditors[0], at=AT,
        )  # fmt: skip
    assert CaseGrade.objects.get().text == "So far"


@pytest.fixture
def moderated(audit, auditors, unit) -> CaseAudit:
    for case in audit.cases.all():
        for by, grade in zip(auditors, (2, 1), strict=True):
            give(audit, case, by, grade=grade, text=WORD, confirmed=True)
    writes.begin_moderation(audit_id=audit.pk, by=unit, at=AT)
    audit.refresh_from_db()
    return audit


@pytest.mark.django_db
def test_both_grades_are_kept_and_CF_03_holds_in_the_meeting(moderated, unit) -> None:
    first = moderated.cases.first()
    settle = {"assessment": (2, "As agreed"), LIVED: (1, "Thin"), OVERALL: (2, "Good work")}
    with pytest.raises(Refused, match="Nothing is good overall"):
        writes.moderate_case(audit_id=moderated.pk, case_id=first.pk, grades=settle, confirmed=False, by=unit, at=AT)
    settle[OVERALL] = (1, "As agreed")
    writes.moderate_case(audit_id=moderated.pk, case_id=first.pk, grades=settle, confirmed=False, by=unit, at=AT)
    with pytest.raises(Refused, match="Nothing is good overall"):
        writes.moderate_case(
            audit_id=moderated.pk, case_id=first.pk, grades={OVERALL: (3, "x")}, confirmed=False, by=unit, at=AT
        )
    assert CaseModeration.objects.count() == 3
    assert CaseGrade.objects.filter(of__case=first).count() == 4


@pytest.mark.django_db
def test_CF_07_on_their_day_the_cases_go_and_the_overview_stays(moderated, unit, settings) -> None:
    first = moderated.cases.first()
    writes.moderate_case(
        audit_id=moderated.pk, case_id=first.pk, grades={"assessment": (2, WORD)}, confirmed=True, by=unit, at=AT
    )
    writes.add_voice(audit_id=moderated.pk, case_id=first.pk, whose="family", text="We were heard", confirmed=False,
                     by=unit, at=AT)  # fmt: skip
    writes.write_overview(
        audit_id=moderated.pk, strengths="Plans are clear.", to_improve="Hear the child.", summaries="",
        confirmed=False, by=unit, at=AT,
    )  # fmt: skip
    never_begun = plan(unit, theme="Never begun")
    writes.draw_sample(audit_id=never_begun.pk, list_size=9, number=1, seed="b", by=unit, at=AT)
    assert writes.purge_due(today=date(2024, 8, 31), by=unit, at=AT) == 0
    assert CaseFile.objects.count() == 3
    settings.AS_AT = datetime.combine(PURGE, AT.timetz())
    tasks.purge(AT)
    assert writes.purge_due(today=PURGE, by=unit, at=AT) == 0
    for model in (CaseFile, CaseReturn, CaseGrade, CaseModeration, CaseVoice):
        assert not model.objects.exists()
        assert not hasattr(model, "history")
    moderated.refresh_from_db()
    assert moderated.state == "purged"
    assert moderated.strengths == "Plans are clear."
    assert moderated.counts["assessment"]["grades"] == [0, 0, 1, 0]
    assert moderated.counts["assessment"]["kappa"] == pytest.approx(-1)
    assert WORD not in str(list(CaseAudit.history.values()))
    action = {"audit_id": moderated.pk, "owner_id": unit.user.pk, "due": date(2025, 1, 1), "by": unit, "at": AT}
    made = writes.raise_case_action(title="Hear the child first", should_differ="", **action)
    assert (made.source_kind, made.source_id) == ("audits.case_audit", moderated.pk)
    with pytest.raises(Refused, match="NHS number"):
        writes.raise_case_action(title="See 943 476 5919", should_differ="", **action)


@pytest.mark.django_db
def test_a_year_later_the_same_questions(moderated, unit) -> None:
    again = writes.repeat(
        audit_id=moderated.pk, year="2024-25", agreed_on=TODAY, due=date(2025, 3, 1), purge_on=date(2025, 9, 1),
        by=unit, at=AT,
    )  # fmt: skip
    assert (again.domains, again.criteria, again.previous_id) == (moderated.domains, moderated.criteria, moderated.pk)
    moderated.counts = {"assessment": {"grades": [0, 0, 1, 0], "kappa": 0.4, "cases": 3}}
    again.previous, again.counts = moderated, {"assessment": {"grades": [0, 0, 0, 2], "kappa": 0.75, "cases": 2}}
    assert reads.before(again) == [moderated]
    chart = presenter.agreement_chart(again, reads.before(again))
    assert chart is not None
    assert chart.headers == ("Domain", "2024-25", "2023-24")
    assert chart.rows == ((presenter.LABELS["assessment"], "0.75", "0.40"),)
    assert presenter.agreement_chart(moderated, []) is not None


@pytest.mark.django_db
@pytest.mark.slow
def test_the_pages_and_that_nothing_leaks(
    moderated, unit, sign_in, partnership, other_partnership, auditors, at, scoped
) -> None:
    office = sign_in(partnership, "business_unit", email="unit@example.org")
    council = sign_in(partnership, "practitioner", email="council@example.org")
    other = sign_in(partnership, "practitioner", email="stranger@example.org")
    kent = sign_in(other_partnership, "business_unit", email="kent@example.org")
    first = moderated.cases.first()
    base, mine = f"/office/audits/cases/{moderated.pk}", f"/self-assessments/cases/{moderated.pk}"
    assert WORD in office.get(f"{base}/{first.pk}/").text
    assert "Children in need" in council.get("/self-assessments/cases/").text
    CaseGrade.objects.filter(of__auditor__agency="Police").update(text=f"{WORD} of the police")
    page = council.get(f"{mine}/{first.pk}/").text
    assert "The moderation has begun" in page
    assert "What you said of this case" in page
    for text in (page, council.get(f"{mine}/").text):
        assert "of the police" not in text
    assert other.get(f"{mine}/").status_code == other.get(f"{mine}/{first.pk}/").status_code == 404
    assert kent.get(f"{base}/").status_code == kent.get(f"{base}/{first.pk}/").status_code == 404
    page = office.post(f"{base}/{first.pk}/", {f"grade_{LIVED}": "2", f"words_{LIVED}": "Heard"}, follow=True)
    assert "1 grade settled" in page.text
    said = {"whose": "family", "text": "Nobody asked us."}
    assert "Nobody asked us." in office.post(f"{base}/{first.pk}/voice/", said, follow=True).text
    data = {"strengths": "Plans are clear.", "to_improve": "Hear the child.", "summaries": "943 476 5919"}
    assert "NHS number" in office.post(f"{base}/overview/", data).text
    page = office.post(f"{base}/overview/", {**data, "summaries": ""}, follow=True)
    assert "Plans are clear." in page.text
    assert office.get(f"{base}/overview.docx").content.startswith(b"PK")


@pytest.mark.django_db
@pytest.mark.slow
def test_the_pages_of_an_auditor(audit, unit, sign_in, partnership, at, scoped) -> None:
    office = sign_in(partnership, "business_unit", email="unit@example.org")
    council = sign_in(partnership, "practitioner", email="council@example.org")
    first, second = audit.cases.all()
    mine = f"/self-assessments/cases/{audit.pk}"
    assert "The audit is blind" in office.get(f"/office/audits/cases/{audit.pk}/{first.pk}/").text
    data = {f"grade_{code}": "2" for code in audit.domains} | {f"words_{code}": "Seen" for code in audit.domains}
    page = council.post(f"{mine}/{first.pk}/", {**data, "submit": "1"})
    assert "Give the overall grade" in page.text
    page = council.post(f"{mine}/{first.pk}/", {"words_assessment": "Half a page"})  # words are not dropped in silence
    assert (page.status_code, page.text.count("Half a page")) == (422, 1)
    assert "Choose a grade for ‘Assessment’ too" in page.text
    page = council.post(f"{mine}/{first.pk}/", {**data, "words_assessment": "Seen by Orla."})
    assert '<a href="#id_confirmed">These words look like names: Orla.' in page.text
    page = council.post(f"{mine}/{first.pk}/", {**data, "overall": "2", "submit": "1"}, follow=True)
    assert "It is in." in page.text
    page = council.post(f"{mine}/{second.pk}/not_known/", {}, follow=True)
    assert "not known to us" in page.text
    assert "Council: council@example.org" in office.get(f"/office/audits/cases/{audit.pk}/").text
