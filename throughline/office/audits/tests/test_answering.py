"""AU-04 to AU-06: answering, conflicts, help, evidence, taking over, the signature, handing in."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.audits.models import Answer, Contributor, Return, Signature, StandardGrade
from throughline.office.audits.operations import answering, cycles, handing_in, helping, sets
from throughline.office.audits.operations.answering import AnswerInput, Conflict
from throughline.office.audits.operations.handing_in import Signer
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries import overview
from throughline.office.audits.queries.people import reader, visible
from throughline.office.audits.rules.question_sets import read
from throughline.office.audits.rules.scales import CarryRule
from throughline.office.audits.tests.conftest import AT, LEAD
from throughline.office.audits.tests.test_question_sets import SMALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(own, lead) -> Any:
    def make(
        question: str = "1.1", seen: int = 0, grade: int | None = 2, text: str = "So", by: Any = None, **more: Any
    ):
        given = AnswerInput(seen, grade, text=text, **more)
        return answering.save_answer(return_id=own.pk, question=question, given=given, by=by or lead, at=AT)

    return make


@pytest.fixture
def helper(own, lead, actor) -> Any:
    found = actor("practitioner", email="helper@example.org")
    helping.invite(
        return_id=own.pk, email="Helper@example.org", standards=["1"], signs=False, by=lead, at=AT, real_at=AT
    )
    return found


def test_saving_counts_and_begins(own, save) -> None:
    save()
    save("1.2", grade=1)
    row = Return.objects.get(pk=own.pk)
    assert (row.state, row.answered, row.asked) == ("under_way", 2, 2)
    sums = StandardGrade.objects.get()
    assert (sums.graded, sums.total, sums.lowest, sums.cycle_id) == (2, 3, 1, own.cycle_id)
    save("1.2", seen=1, grade=None, not_applicable=True)
    sums.refresh_from_db()
    assert (sums.graded, sums.total, sums.lowest) == (1, 2, 2)
    save("1.2", seen=2, grade=None)
    assert Return.objects.get(pk=own.pk).answered == 1
    save("1.1", seen=1, grade=None)
    assert not StandardGrade.objects.exists()


def test_AU_04_two_people_never_overwrite_each_other_silently(own, save, helper) -> None:
    save(text="Mine")
    save(seen=1, text="Theirs", by=helper)
    with pytest.raises(Conflict) as conflict:
        save(seen=1, text="Mine, longer")
    assert (conflict.value.theirs.text, conflict.value.theirs.number) == ("Theirs", 2)
    assert Answer.objects.get().text == "Theirs"
    save(seen=2, text="Both")
    assert (Answer.objects.get().text, Answer.objects.get().number) == ("Both", 3)
    assert sorted(Answer.history.values_list("text", flat=True)) == ["Both", "Mine", "Theirs"]


def test_AU_04_two_who_begin_at_once(save, helper) -> None:
    save(text="First", by=helper)
    with pytest.raises(Conflict):
        save(seen=0, text="Second")
    assert save(seen=0, text="First").number == 1  # the same again is no conflict


def test_who_may_answer_what(own, save, actor, unit, helper) -> None:
    stranger = actor("practitioner", email="stranger@example.org")
    with pytest.raises(Return.DoesNotExist):
        save(by=stranger)
    with pytest.raises(NotPermitted):
        save(by=unit)  # sees all, answers for nobody
    with pytest.raises(KeyError):
        save("9.9")
    Contributor.objects.update(standards=["2"])
    with pytest.raises(NotPermitted, match="not given to you"):
        save(by=helper)
    with pytest.raises(Refused, match="not on the scale"):
        save(grade=4)


def test_a_helper_is_told_and_sees_it_until_taken_away(own, helper, lead) -> None:
    assert [m.to for m in OutboxMessage.objects.filter(kind="audits.asked_to_help")] == ["helper@example.org"]
    assert list(visible(reader(helper))) == [own]
    with pytest.raises(NotPermitted):
        helping.invite(return_id=own.pk, email="x@example.org", standards=[], signs=False, by=helper, at=AT, real_at=AT)
    with pytest.raises(Refused, match="no standard 7"):
        helping.invite(
            return_id=own.pk, email="x@example.org", standards=["7"], signs=False, by=lead, at=AT, real_at=AT
        )
    helping.uninvite(return_id=own.pk, contributor_id=Contributor.objects.get().pk, by=lead, at=AT)
    assert list(visible(reader(helper))) == []


def test_nobody_answers_before_the_launch(make_cycle, lead) -> None:
    row = Return.objects.get(cycle=make_cycle(launch=False), urn="100001")
    with pytest.raises(Return.DoesNotExist):
        answering.save_answer(return_id=row.pk, question="1.1", given=AnswerInput(0, 1), by=lead, at=AT)


def test_evidence_serves_many_questions(own, lead, helper, actor) -> None:
    made = helping.add_evidence(
        return_id=own.pk, title="Policy", questions=["1.1", "1.2", "1.1"], link="https://example.org/policy",
        expires=AT.date() + timedelta(days=3), by=lead, at=AT, real_at=AT,
    )  # fmt: skip
    assert sorted(reads.evidence_by_question(reads.evidence_of(own))) == ["1.1", "1.2"]
    with pytest.raises(Refused, match="not asked"):
        helping.add_evidence(return_id=own.pk, title="P", questions=["9"], link="https://example.org", by=lead, at=AT,
                             real_at=AT)  # fmt: skip
    with pytest.raises(Refused, match="a file or a link"):
        helping.add_evidence(return_id=own.pk, title="P", questions=["1.1"], by=lead, at=AT, real_at=AT)
    with pytest.raises(NotPermitted):
        helping.remove_evidence(return_id=own.pk, evidence_id=made.pk, by=helper, at=AT)
    helping.remove_evidence(return_id=own.pk, evidence_id=made.pk, by=lead, at=AT)
    assert reads.evidence_of(own) == []


def test_last_time_is_taken_over_only_by_saying_so(own, save, make_cycle, lead, unit) -> None:
    save(text="Last year's words", grade=2)
    following = make_cycle(title="Next", year="2024-25", previous_id=own.cycle_id, carry_rule=CarryRule.CAUTIOUS)
    row = Return.objects.select_related("cycle").get(cycle=following, urn="100001")
    assert not row.answers.exists()
    beside = reads.before(row)["1.1"]
    assert (beside.cycle, beside.text, beside.grade, beside.carried) == (own.cycle.title, "Last year's words", 2, 0)
    taken = answering.take_over(return_id=row.pk, question="1.1", seen=0, by=lead, at=AT)
    assert (taken.text, taken.grade, taken.carried) == ("Last year's words", 2, 1)
    third = make_cycle(title="Third", year="2025-26", previous_id=following.pk)
    last = Return.objects.select_related("cycle").get(cycle=third, urn="100001")
    assert answering.take_over(return_id=last.pk, question="1.1", seen=0, by=lead, at=AT).carried == 2
    assert overview.carried_unread([row, last]) == [("Example School", 1, 2)]
    assert overview.carried_of([row, last]) == {last.pk: 1}
    given = AnswerInput(1, 2, text="Read and written anew")
    assert answering.save_answer(return_id=last.pk, question="1.1", given=given, by=lead, at=AT).carried == 0
    with pytest.raises(Refused, match="no answer from last time"):
        answering.take_over(return_id=row.pk, question="1.2", seen=0, by=lead, at=AT)


def test_AU_02_a_cycle_carries_over_a_change_of_scale_by_its_rule(own, save, make_cycle, unit) -> None:
    save(text="As before", grade=2)
    changed = copy.deepcopy(SMALL) | {"scale": "rag"}
    changed["standards"][0].pop("descriptors")
    draft = sets.take_question_set(given=read(changed), by=unit, at=AT)
    version = sets.publish_version(version_id=draft.pk, by=unit, at=AT)
    found = {}
    for rule in CarryRule:
        cycle = make_cycle(title=rule, version_id=version.pk, previous_id=own.cycle_id, carry_rule=rule)
        before = reads.before(Return.objects.select_related("cycle").get(cycle=cycle, urn="100001"))["1.1"]
        found[rule] = (before.grade, before.text, before.old_grade)
    said = ("As before", "2, in place")
    assert found == {
        CarryRule.CAUTIOUS: (1, *said), CarryRule.NEAREST: (1, *said), CarryRule.TEXT_ONLY: (None, *said)
    }  # fmt: skip


SIGNER = Signer("Ada Head", "Head")


def test_AU_05_nothing_is_signed_while_something_is_missing(own, save, lead) -> None:
    save(text="")
    with pytest.raises(Refused, match=r"1 question is not answered yet. 1 answer does not say how you know."):
        handing_in.sign(return_id=own.pk, signer=SIGNER, by=lead, at=AT)
    assert Return.objects.get(pk=own.pk).state == "under_way"


def test_AU_06_signed_over_its_hash_submitted_sent_back_and_again(own, save, lead, helper, unit) -> None:
    save()
    save("1.2")
    with pytest.raises(Refused, match="Only the lead"):
        handing_in.sign(return_id=own.pk, signer=SIGNER, by=helper, at=AT)
    first = handing_in.sign(return_id=own.pk, signer=SIGNER, by=lead, at=AT)
    with pytest.raises(Refused, match="nothing can be changed"):
        save(seen=1, text="Later")
    Answer.objects.filter(of=own, question="1.1").update(text="Changed behind its back")
    with pytest.raises(Refused, match="Something changed after it was signed"):
        handing_in.submit(return_id=own.pk, by=lead, at=AT, real_at=AT)
    Answer.objects.filter(of=own, question="1.1").update(text="So")
    handing_in.submit(return_id=own.pk, by=lead, at=AT, real_at=AT)
    told = OutboxMessage.objects.get(kind="audits.submitted")
    assert (told.to, first.sha256 in told.text) == (LEAD, True)
    with pytest.raises(Refused, match="not possible"):
        handing_in.submit(return_id=own.pk, by=lead, at=AT, real_at=AT)
    cycles.send_back(return_id=own.pk, questions="How many?", by=unit, at=AT, real_at=AT)
    assert not Signature.objects.filter(current=True).exists()
    save(seen=1, text="Twelve")
    second = handing_in.sign(return_id=own.pk, signer=SIGNER, by=lead, at=AT)
    assert second.sha256 != first.sha256
    handing_in.submit(return_id=own.pk, by=lead, at=AT, real_at=AT)
    cycles.accept(return_id=own.pk, by=unit, at=AT)
    assert Return.objects.get(pk=own.pk).state == "accepted"
    assert Signature.objects.count() == 2


def test_a_signature_can_be_taken_back(own, save, lead) -> None:
    save()
    save("1.2")
    handing_in.sign(return_id=own.pk, signer=SIGNER, by=lead, at=AT)
    handing_in.take_back(return_id=own.pk, by=lead, at=AT)
    save(seen=1, text="Better")
    assert Return.objects.get(pk=own.pk).state == "under_way"
