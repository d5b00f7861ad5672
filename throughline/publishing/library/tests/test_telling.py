"""People hear by mail what waits for them, each thing once; and nobody else does."""

from datetime import timedelta
from typing import Any

import pytest

from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.partnership.models import AgencyInvolvement, Organisation, Post
from throughline.publishing.library import operations
from throughline.publishing.library.operations import Section
from throughline.publishing.library.tests.conftest import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(scoped: Any, actor: Any) -> Organisation:
    """With a lead, a deputy in a vacant post, and somebody who is not active any more."""
    made = Organisation.objects.create(space_id=scoped.home_id, name="Example School")
    AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=made, name=made.name, sector="education")
    person = lambda name: actor("practitioner", email=f"{name}@example.org").user  # noqa: E731
    gone = person("gone")
    gone.is_active = False
    gone.save()
    posts = {"Lead": (person("lead"), None, True), "Nurse": (None, person("deputy"), False), "Old": (gone, None, True)}
    for title, (holder, deputy, leads) in posts.items():
        Post.objects.create(
            space_id=scoped.home_id, title=title, organisation=made, holder=holder, deputy=deputy, leads=leads
        )
    person("nobody")
    return made


def told(unit: Any, day: Any = TODAY) -> list[tuple[str, str]]:
    """(to, subject) of what this run wrote; a second run writes nothing."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    at = AT + (day - TODAY)
    operations.tell(today=day, by=unit, at=at)
    assert operations.tell(today=day, by=unit, at=at + timedelta(minutes=15)) == 0
    return sorted(OutboxMessage.objects.exclude(pk__in=before).values_list("to", "subject"))


def test_a_draft_is_told_to_the_people_of_the_agencies_asked_and_again_before_it_closes(
    agency: Organisation, unit: Any
) -> None:
    words = {"page": 1, "introduction": "Say what helps.", "sections": [Section("A", "<p>a</p>")], "today": TODAY}
    operations.open_consultation(
        title="Safe sleep", is_public=False, organisation_ids=[agency.pk], closes_on=TODAY + timedelta(days=20),
        by=unit, **words,
    )  # fmt: skip
    operations.open_consultation(
        title="For all", is_public=True, organisation_ids=[], closes_on=TODAY + timedelta(days=20), by=unit, **words
    )
    asked = "What do you think of this draft?: Safe sleep"
    assert told(unit) == [("deputy@example.org", asked), ("lead@example.org", asked)]
    text = " ".join(OutboxMessage.objects.earliest("pk").text.split())
    assert "until 25 February 2024" in text
    assert "/library/comment/" in text
    soon = "Comments close soon: Safe sleep"
    assert told(unit, TODAY + timedelta(days=17)) == [("deputy@example.org", soon), ("lead@example.org", soon)]
    assert told(unit, TODAY + timedelta(days=21)) == []


def test_who_answers_for_an_agency_hears_what_to_confirm_until_it_is_confirmed(
    agency: Organisation, unit: Any, published: Any
) -> None:
    version = published()
    due = TODAY + timedelta(days=30)
    operations.ask_to_read(version_id=version.pk, organisation_ids=[agency.pk], due=due, today=TODAY, by=unit)
    asked = [("lead@example.org", "To read and confirm: Seven points, version 1.0")]
    assert told(unit) == asked
    assert told(unit, due - timedelta(days=8)) == []
    assert told(unit, due - timedelta(days=7)) == asked
    assert told(unit, due + timedelta(days=1)) == [("lead@example.org", "Not confirmed yet: Seven points, version 1.0")]
    published(label="2.0")
    assert told(unit, due + timedelta(days=2)) == []


def test_each_partnerships_approvers_hear_of_a_joint_version(
    published: Any, unit: Any, joint_space: Any, partnership: Any, other_partnership: Any, actor: Any
) -> None:
    joint = {"kind": "policy", "title": "Escalation", "joint_space_id": joint_space.pk}
    with scope.activate(scope_of(partnership, TODAY)):
        assert published(approved_by="The board", approved_on=TODAY, **joint).state == "waiting"
        assert told(unit) == []  # this partnership approved it
    with scope.activate(scope_of(other_partnership, TODAY)):
        officer = actor("accountable_officer", email="kent@example.org").user
        home = scope.current().home_id
        RoleAssignment.objects.create(user=officer, role="accountable_officer", space_id=home)
        assert told(unit) == [("kent@example.org", "To approve: Escalation")]
