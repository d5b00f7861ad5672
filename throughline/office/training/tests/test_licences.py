"""Licences: awarded, renewed, withdrawn; trainers; tools used; promises."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training.models import Licence, Promise, ToolUse
from throughline.office.training.operations import licences as operations
from throughline.office.training.presenters.learning import licences_table
from throughline.office.training.queries import licences as queries
from throughline.office.training.rules.learning import Use

pytestmark = pytest.mark.django_db
TODAY = date(2024, 2, 5)


@pytest.fixture
def officer(actor):
    return actor("training_officer")


@pytest.fixture
def tool(scoped, officer):
    return operations.add_tool(name="Graded Care Profile 2", owner="NSPCC", months=36, by=officer)


@pytest.fixture
def agency(scoped):
    """agency(name) → an organisation on record in this partnership."""

    def make(name: str) -> Organisation:
        organisation = Organisation.objects.create(space_id=scoped.home_id, name=name)
        AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=organisation, name=name, sector="health")
        return organisation

    return make


@pytest.fixture
def award(tool, officer, actor):
    def make(email="ann@example.org", number="M-001", **fields):
        given = {
            "tool_id": tool.pk, "person": actor(email=email).user, "organisation_id": None, "number": number,
            "is_trainer": False, "trained_on": date(2023, 11, 1), "assessed_on": date(2023, 11, 20),
            "assessor": "Joan Marsh", "trained_by_id": None, "by": officer, "today": TODAY,
        } | fields  # fmt: skip
        return operations.award_licence(**given)

    return make


def test_TR_110_a_licence_is_given_after_the_assessment_and_expires(award) -> None:
    assert award().expires_on == date(2026, 11, 20)
    with pytest.raises(Refused, match="in the future"):
        award("b@example.org", "M-002", assessed_on=date(2024, 2, 6))
    with pytest.raises(Refused, match="before the training"):
        award("b@example.org", "M-002", assessed_on=date(2023, 10, 1))
    with pytest.raises(Refused, match="M-001 is given already"):
        award("b@example.org", "M-001")
    assert Licence.objects.count() == 1


def test_TR_111_only_a_licensed_trainer_trains(award) -> None:
    plain = award()
    trainer = award("t@example.org", "T-1", is_trainer=True, trained_on=date(2022, 1, 3), assessed_on=date(2022, 1, 10))
    found = award("c@example.org", "M-003", trained_by_id=trainer.pk)
    assert found.trained_by == trainer
    with pytest.raises(Refused, match="held no trainer's licence"):
        award("d@example.org", "M-004", trained_by_id=plain.pk)
    with pytest.raises(Refused, match="held no trainer's licence"):
        award("d@example.org", "M-004", trained_by_id=trainer.pk, trained_on=date(2022, 1, 4))


def test_TR_112_a_second_licence_renews_the_first(award, tool) -> None:
    first = award()
    second = award(number="M-101", trained_on=date(2024, 1, 8), assessed_on=date(2024, 1, 9))
    assert second.renews == first
    (shown,) = queries.tools(TODAY)
    assert (shown.in_date, shown.trainers, shown.expired) == (1, 0, 0)


def test_withdrawing_needs_a_reason(award, officer) -> None:
    licence = award()
    with pytest.raises(Refused, match="Say why"):
        operations.withdraw_licence(licence_id=licence.pk, reason=" ", by=officer, today=TODAY)
    operations.withdraw_licence(licence_id=licence.pk, reason="Left practice", by=officer, today=TODAY)
    licence.refresh_from_db()
    assert (licence.withdrawn_on, licence.withdraw_reason) == (TODAY, "Left practice")
    with pytest.raises(IntegrityError), transaction.atomic():
        Licence.objects.filter(pk=licence.pk).update(withdraw_reason="")


def test_TR_112_of_a_renewed_licence_the_newer_one_is_withdrawn(award, officer) -> None:
    first = award()
    second = award(number="M-101", trained_on=date(2024, 1, 8), assessed_on=date(2024, 1, 9))
    table = licences_table([Licence.objects.get(pk=first.pk), second], TODAY)
    assert [not getattr(row[-1], "text", "") for row in table.rows] == [True, False]
    with pytest.raises(Refused, match="Withdraw M-101, which took its place"):
        operations.withdraw_licence(licence_id=first.pk, reason="Left practice", by=officer, today=TODAY)
    operations.withdraw_licence(licence_id=second.pk, reason="Left practice", by=officer, today=TODAY)


def test_TR_113_trained_but_not_using_is_one_table(award, tool, officer, agency) -> None:
    using, idle, silent = agency("Busy School"), agency("Idle Trust"), agency("Silent Charity")
    for number, organisation in enumerate((using, idle, silent)):
        award(f"p{number}@example.org", f"N-{number}", organisation_id=organisation.pk)

    def returns(organisation, families, quarter=date(2023, 10, 1)):
        operations.return_uses(
            tool_id=tool.pk,
            organisation_id=organisation.pk,
            quarter=quarter,
            families=families,
            by=officer,
            today=TODAY,
        )

    returns(using, 4)
    returns(using, 6)
    returns(idle, 0)
    found = {row.agency: row for row in queries.uses(tool.pk, TODAY)}
    assert {name: row.use for name, row in found.items()} == {
        "Busy School": Use(1, 6), "Idle Trust": Use(1, 0), "Silent Charity": Use(1, None),
    }  # fmt: skip
    assert found["Busy School"].quarters == (6, None, None, None)
    assert ToolUse.history.count() == 3
    with pytest.raises(Refused, match="quarter begins"):
        returns(using, 1, date(2023, 11, 1))


def test_a_promise_is_kept_by_deliveries(award, tool, officer, actor) -> None:
    trainer = award("t@example.org", "T-1", is_trainer=True)
    with pytest.raises(Refused, match="no trainer's licence"):
        operations.promise_delivery(
            tool_id=tool.pk, person=actor(email="x@example.org").user, times=2, by_day=date(2024, 6, 1), by=officer,
            today=TODAY,
        )  # fmt: skip
    promise = operations.promise_delivery(
        tool_id=tool.pk, person=trainer.person, times=2, by_day=date(2024, 6, 1), by=officer, today=TODAY
    )
    for day, people in ((date(2024, 3, 1), 8), (date(2024, 3, 1), 9), (date(2024, 4, 1), 3)):
        operations.record_delivery(promise_id=promise.pk, day=day, people=people, by=officer, today=date(2024, 4, 2))
    (found,) = queries.promises(tool.pk)
    assert (found.done, found.reached, Promise.objects.count()) == (2, 12, 1)
    with pytest.raises(Refused, match="between the promise and today"):
        operations.record_delivery(
            promise_id=promise.pk, day=date(2024, 5, 1), people=1, by=officer, today=date(2024, 4, 2)
        )


def test_who_may(tool, actor) -> None:
    for role in ("practitioner", "editor", "administrator"):
        with pytest.raises(NotPermitted):
            operations.add_tool(name="Other", owner="", months=None, by=actor(role))


def test_the_pages(sign_in, partnership, award, tool, agency, settings, actor) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    organisation = agency("Busy School")
    licence = award(organisation_id=organisation.pk, is_trainer=True)
    officer = sign_in(partnership, "training_officer")
    base = f"/office/training/licences/tools/{tool.pk}"
    assert "Graded Care Profile 2" in officer.get("/office/training/licences/").content.decode()
    page = officer.get(f"{base}/").content.decode()
    assert "Nothing returned" in page
    assert "M-001" in page
    assert (
        officer.post(f"{base}/uses/", {"agency": organisation.pk, "quarter": "2023-10-01", "families": "x"}).status_code
        == 422
    )
    running = {"agency": organisation.pk, "quarter": "2024-01-01", "families": "3"}  # the table shows whole quarters
    assert officer.post(f"{base}/uses/", running).status_code == 422
    officer.post(f"{base}/uses/", {"agency": organisation.pk, "quarter": "2023-10-01", "families": "0"})
    assert "Trained but not using" in officer.get(f"{base}/").content.decode()
    wrong = officer.post(f"{base}/give/", {"person": "nobody@example.org", "number": "N-9"})
    assert wrong.status_code == 422
    assert "Nobody has an account with this email address" in wrong.content.decode()
    sent = {
        "person": "new@example.org", "agency": organisation.pk, "number": "N-9", "assessor": "Joan",
        "trained_by": licence.pk,
        "trained_on_day": "1", "trained_on_month": "12", "trained_on_year": "2023",
        "assessed_on_day": "2", "assessed_on_month": "12", "assessed_on_year": "2023",
    }  # fmt: skip
    actor(email="new@example.org")
    assert officer.post(f"{base}/give/", sent).status_code == 302
    promised = {
        "person": licence.person.email,
        "times": "2",
        "by_day_day": "1",
        "by_day_month": "6",
        "by_day_year": "2024",
    }
    assert officer.post(f"{base}/promise/", promised).status_code == 302
    page = officer.get(f"{base}/").content.decode()
    assert "Under way" in page
    assert ">Record a delivery</a>" in page
    withdraw = f"/office/training/licences/{licence.pk}/withdraw/"
    assert f'href="{withdraw}">Withdraw</a>' in page
    assert officer.post(withdraw, {"reason": ""}).status_code == 422
    officer.post(withdraw, {"reason": "Left"})
    assert withdraw not in officer.get(f"{base}/").content.decode()
    assert officer.get(f"{base}/uses.csv").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tools_page_asks_the_same_few_questions(sign_in, partnership, award, tool, agency, rows,
                                                     django_assert_num_queries) -> None:  # fmt: skip
    for number in range(rows):
        award(f"p{number}@example.org", f"N-{number}", organisation_id=agency(f"Agency {number}").pk)
    officer = sign_in(partnership, "training_officer")
    with django_assert_num_queries(14):
        officer.get(f"/office/training/licences/tools/{tool.pk}/")
