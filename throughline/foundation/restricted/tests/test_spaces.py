"""RS-01 to RS-05: members alone, whatever their role; looks; the glass."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.models import PersonEvent, RoleAssignment, User
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.access.roles import Role
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.restricted import operations, queries
from throughline.foundation.restricted.entering import NotHere, entered, for_one_record
from throughline.foundation.restricted.models import Glass, Look, Member, RestrictedSpace
from throughline.foundation.restricted.rules import Part, glass_ends, glass_is_open
from throughline.foundation.restricted.tests.conftest import NOW
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Space
from throughline.foundation.tenancy.queries import scope_of

pytestmark = pytest.mark.django_db


def lead(actor: Any) -> Any:
    return actor(email="lena@example.org")


def test_RS_01_nobody_enters_by_role(case: RestrictedSpace, actor: Any) -> None:
    for role in Role:
        with pytest.raises(NotHere), entered(actor(role), case.pk, what="Page", at=NOW):
            pass
    with entered(lead(actor), case.pk, what="Page", at=NOW) as inside:
        assert inside.leads
    assert [(look.user.name, look.what, look.part) for look in Look.objects.all()] == [("Lena", "Page", "lead")]


def test_a_row_in_the_space_is_in_scope_only_inside(case: RestrictedSpace, actor: Any, partnership: Any) -> None:
    with entered(lead(actor), case.pk, what="Page", at=NOW) as inside:
        user = User.objects.get(email="lena@example.org")
        PersonEvent.objects.create(space_id=inside.space_id, user=user, what="secret", at=NOW, by=user)
        assert scope.current().restricted_id == inside.space_id
        assert [row.what for row in PersonEvent.objects.all()] == ["secret"]
    assert list(PersonEvent.objects.all()) == []
    assert scope.current().restricted_id is None
    assert case.place_id not in scope_of(partnership, NOW.date()).space_ids


def test_another_partnership_never_finds_it(case: RestrictedSpace, actor: Any, other_partnership: Any) -> None:
    with (
        scope.activate(scope_of(other_partnership, NOW.date())),
        pytest.raises(NotHere),
        entered(lead(actor), case.pk, what="Page", at=NOW),
    ):
        pass


def test_RS_05_the_lead_names_members_who_are_told_by_reference(case: RestrictedSpace, actor: Any, person: Any) -> None:
    mo = person("mo")
    with pytest.raises(NotPermitted):
        operations.name_member(restricted_id=case.pk, user_id=mo.pk, part="member", by=actor("business_unit"), at=NOW)
    operations.name_member(restricted_id=case.pk, user_id=mo.pk, part="reader", by=lead(actor), at=NOW)
    with entered(actor(email="mo@example.org"), case.pk, what="Page", at=NOW) as inside:
        assert not inside.may_write
    told = OutboxMessage.objects.filter(to="mo@example.org").get()
    assert told.subject == "You are now a member of R1"
    operations.end_member(restricted_id=case.pk, user_id=mo.pk, reason="Done", by=lead(actor), at=NOW)
    with pytest.raises(NotHere), entered(actor(email="mo@example.org"), case.pk, what="Page", at=NOW):
        pass


def test_a_space_keeps_a_lead(case: RestrictedSpace, actor: Any, person: Any) -> None:
    lena = User.objects.get(email="lena@example.org")
    with pytest.raises(Refused, match="lead at all times"):
        operations.end_member(restricted_id=case.pk, user_id=lena.pk, reason="Leaves", by=lead(actor), at=NOW)
    with pytest.raises(Refused, match="lead at all times"):
        operations.name_member(restricted_id=case.pk, user_id=lena.pk, part="reader", by=lead(actor), at=NOW)
    mo = person("mo")
    operations.name_member(restricted_id=case.pk, user_id=mo.pk, part="lead", by=lead(actor), at=NOW)
    operations.end_member(restricted_id=case.pk, user_id=lena.pk, reason="Leaves", by=lead(actor), at=NOW)
    assert [user.name for user in queries.leads(case.pk)] == ["Mo"]


def test_RS_03_breaking_the_glass_is_told_at_once(case: RestrictedSpace, actor: Any, person: Any, scoped: Any) -> None:
    """To the lead, who stands in for them, and the data guardian; and to nobody else."""
    dep, gus, mo = person("dep"), person("gus"), person("mo")
    lena = User.objects.get(email="lena@example.org")
    operations.name_member(
        restricted_id=case.pk, user_id=dep.pk, part="member", stands_in_for_id=lena.pk, by=lead(actor), at=NOW
    )
    operations.name_member(restricted_id=case.pk, user_id=mo.pk, part="member", by=lead(actor), at=NOW)
    RoleAssignment.objects.create(user=gus, role=Role.DATA_GUARDIAN, space_id=scoped.home_id)
    unit = actor("business_unit")
    with pytest.raises(Refused, match="reason"):
        operations.break_glass(restricted_id=case.pk, reason=" ", by=unit, at=NOW)
    with pytest.raises(NotPermitted):
        operations.break_glass(restricted_id=case.pk, reason="x", by=actor("practitioner"), at=NOW)
    operations.break_glass(restricted_id=case.pk, reason="The lead cannot be reached", by=unit, at=NOW)
    told = OutboxMessage.objects.filter(kind="restricted.glass")
    assert sorted(told.values_list("to", flat=True)) == ["dep@example.org", "gus@example.org", "lena@example.org"]
    assert "cannot be reached" not in told.first().text  # type: ignore[union-attr]


def test_RS_02_the_glass_closes_after_four_hours_or_before(case: RestrictedSpace, actor: Any) -> None:
    unit = actor("business_unit")
    glass = operations.break_glass(restricted_id=case.pk, reason="Urgent", by=unit, at=NOW)
    with entered(unit, case.pk, what="Page", at=NOW + timedelta(hours=3, minutes=59)) as inside:
        assert inside.part is Part.GLASS
        assert not inside.may_write
    with pytest.raises(NotHere), entered(unit, case.pk, what="Page", at=NOW + timedelta(hours=4)):
        pass
    again = operations.break_glass(restricted_id=case.pk, reason="Still", by=unit, at=NOW + timedelta(hours=4))
    operations.end_glass(glass_id=again.pk, by=lead(actor), at=NOW + timedelta(hours=5))
    with pytest.raises(NotHere), entered(unit, case.pk, what="Page", at=NOW + timedelta(hours=5, minutes=1)):
        pass
    with pytest.raises(NotPermitted):
        operations.end_glass(glass_id=glass.pk, by=actor("practitioner"), at=NOW)


def test_RS_02_pure() -> None:
    ends = glass_ends(NOW)
    assert glass_is_open(ends_at=ends, ended_at=None, now=ends - timedelta(seconds=1))
    assert not glass_is_open(ends_at=ends, ended_at=None, now=ends)
    assert not glass_is_open(ends_at=ends, ended_at=NOW, now=NOW)


def test_one_record_for_somebody_who_is_no_member(case: RestrictedSpace, actor: Any) -> None:
    """The look is kept when the record was found to be theirs, and not when it was not."""
    somebody = actor("practitioner")
    with pytest.raises(NotHere), for_one_record(somebody, case.pk, what="Request", at=NOW):
        raise NotHere
    assert Look.objects.count() == 0
    with for_one_record(somebody, case.pk, what="Request", at=NOW) as inside:
        assert inside.space_id in scope.current().space_ids
    assert [look.what for look in Look.objects.all()] == ["Request"]


def test_what_the_database_refuses(case: RestrictedSpace, scoped: Any) -> None:
    lena = User.objects.get(email="lena@example.org")
    rows = [
        Member(restricted=case, user=lena, part="lead", since=NOW, named_by=lena, space_id=scoped.home_id),
        Member(restricted=case, user=lena, part="boss", since=NOW, named_by=lena, until=NOW, why_ended="x",
               space_id=scoped.home_id),
        Member(restricted=case, user=lena, part="lead", since=NOW, named_by=lena, until=NOW, space_id=scoped.home_id),
        Glass(restricted=case, user=lena, reason="", at=NOW, ends_at=glass_ends(NOW), space_id=scoped.home_id),
        Glass(restricted=case, user=lena, reason="x", at=NOW, ends_at=NOW, space_id=scoped.home_id),
    ]  # fmt: skip
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    look = Look.objects.create(space_id=scoped.home_id, restricted=case, user=lena, part="lead", what="x", at=NOW)
    with pytest.raises(TypeError):
        look.save()


def test_the_pages(case: RestrictedSpace, partnership: Any, sign_in: Any, person: Any) -> None:
    person("mo")
    page = f"/office/restricted/{case.pk}/"
    lena = sign_in(partnership, email="lena@example.org")
    assert "R1" in lena.get("/office/restricted/").content.decode()
    assert lena.get(page).status_code == 200
    assert lena.post(f"{page}members/add/", {"email": "who@example.org", "part": "member"}).status_code == 422
    answer = lena.post(f"{page}members/add/", {"email": "mo@example.org", "part": "member", "stands_in_for": ""})
    assert answer.status_code == 302
    mo = sign_in(partnership, email="mo@example.org")
    seen = mo.get(page).content.decode()
    assert "Members" in seen
    assert "Who looked" not in seen
    assert mo.get(f"{page}members/add/").status_code == 403
    other = sign_in(partnership, "practitioner")
    missing = f"/office/restricted/{case.pk + 1}/"
    assert other.get(page).status_code == 404
    assert other.get(page).content == other.get(missing).content.replace(missing.encode(), page.encode())
    without = sign_in(partnership, email="lena@example.org", second_factor=False)
    assert "/me/second-factor/" in without.get(page)["Location"]
    unit = sign_in(partnership, "business_unit")
    assert "Break the glass" in unit.get(page).content.decode()
    assert unit.post(f"{page}break-glass/", {"reason": ""}).status_code == 422
    assert unit.post(f"{page}break-glass/", {"reason": "Urgent"}).status_code == 302
    shown = lena.get(page).content.decode()
    assert "Urgent" in shown
    glass = Glass.objects.get()
    assert lena.post(f"{page}break-glass/{glass.pk}/end/").status_code == 302
    guardian = sign_in(partnership, "data_guardian")
    assert "Urgent" in guardian.get(page).content.decode()
    end = f"{page}members/{User.objects.get(email='mo@example.org').pk}/end/"
    assert lena.post(end, {"reason": "Done"}).status_code == 302
    assert mo.get(page).status_code == 404


def test_a_restricted_place_is_shared_with_nobody(case: RestrictedSpace) -> None:
    place = Space.objects.get(pk=case.place_id)
    assert place.kind == "restricted"
    assert place.name == "R1"
    assert place.partnerships.count() == 0
