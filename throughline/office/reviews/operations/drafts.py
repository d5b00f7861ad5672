"""The draft of a review: written by section, sent to agencies, commented on, each comment answered."""

from datetime import date, datetime

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import Entered, RestrictedPermission
from throughline.foundation.ui import formats
from throughline.foundation.workflow.api import fire
from throughline.office.reviews.models import DraftComment, DraftReader, DraftSection, Slip, Work, WorkFinding
from throughline.office.reviews.notices import AskedToComment
from throughline.office.reviews.operations.works import open_work
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries.works import my_reading, work_facts
from throughline.office.reviews.restricted_spaces import CASE as SPACE_KIND
from throughline.office.reviews.rules.reviewing import reminder_due
from throughline.office.reviews.workflow import REVIEW

CLOSED = "The time for comments on this draft is over."


@operation(RestrictedPermission.ENTER)
def write_section(
    *, inside: Entered, section_id: int | None, heading: str, text: str, by: Actor, at: datetime
) -> DraftSection:
    """While no draft is out: what people comment on stands still."""
    work = open_work(inside, "under_way", "setting_up")
    if not heading.strip() or not text.strip():
        raise Refused("Give the heading and the text.")
    if section_id is None:
        row = DraftSection(space_id=work.space_id, work=work, position=DraftSection.objects.filter(work=work).count())
    else:
        row = DraftSection.objects.get(work=work, pk=section_id)
    row.heading, row.text = heading.strip(), text.strip()
    row.save()
    return row


@operation(RestrictedPermission.ENTER)
def remove_section(*, inside: Entered, section_id: int, by: Actor, at: datetime) -> None:
    """One without comments. Raises Refused."""
    for row in DraftSection.objects.filter(work=open_work(inside, "under_way", "setting_up"), pk=section_id):
        if row.comments.exists():
            raise Refused("Agencies commented on this section: change its text, so that their comments stay.")
        row.delete()


@operation(RestrictedPermission.ENTER)
def write_finding(
    *, inside: Entered, finding_id: int | None, text: str, recommendation: str, agency_id: int | None, by: Actor,
    at: datetime,
) -> WorkFinding:  # fmt: skip
    work = open_work(inside)
    if work.state in ("agreed", "copied"):
        raise Refused("The report is agreed. Write it anew to change a finding.")
    if not text.strip():
        raise Refused("Say what was found.")
    if recommendation.strip() and agency_id is None:
        raise Refused("Say to which agency the recommendation is made.")
    if finding_id is None:
        row = WorkFinding(space_id=work.space_id, work=work)
    else:
        row = WorkFinding.objects.get(work=work, pk=finding_id)
    row.text, row.recommendation = text.strip(), recommendation.strip()
    row.agency_id = agency_id if row.recommendation else None
    row.save()
    return row


@operation(RestrictedPermission.ENTER)
def remove_finding(*, inside: Entered, finding_id: int, by: Actor, at: datetime) -> None:
    work = open_work(inside, "under_way", "setting_up")
    for row in WorkFinding.objects.filter(work=work, pk=finding_id):
        row.delete()


@operation(RestrictedPermission.ENTER)
def ask_reader(
    *, inside: Entered, agency_id: int, person_id: int, due: date, by: Actor, at: datetime, real_at: datetime
) -> DraftReader:
    """For the next draft while it is written; for the one that is out, at once."""
    work = open_work(inside, "under_way", "commenting")
    number = work.draft + (work.state == "under_way")
    if DraftReader.objects.filter(work=work, draft=number, person_id=person_id).exists():
        raise Refused("They are asked already.")
    row = DraftReader.objects.create(
        space_id=work.space_id, work=work, draft=number, agency_id=agency_id, person_id=person_id, due=due
    )
    if work.state == "commenting":
        _hand_out(inside, row, at, real_at)
    return row


@operation(RestrictedPermission.ENTER)
def send_out(*, inside: Entered, by: Actor, at: datetime, real_at: datetime) -> Work:
    """Everybody who was asked gets a slip and a mail with a reference and a link."""
    work = open_work(inside)
    number = work.draft + 1
    fire(REVIEW, work, "send_out", by=by, at=at, facts=work_facts(work, at.date()), changes={"draft": number})
    for row in DraftReader.objects.filter(work=work, draft=number).select_related("person"):
        _hand_out(inside, row, at, real_at)
    return work


@operation(ReviewsPermission.REFER)
def comment(*, slip: Slip, section_id: int, text: str, by: Actor, at: datetime) -> DraftComment:
    """By the person who was asked, inside the space for this one draft. Raises Refused, DraftSection.DoesNotExist."""
    row = _reading(by, slip)
    if not text.strip():
        raise Refused("Write your comment.")
    section = DraftSection.objects.get(work=row.work, pk=section_id)
    return DraftComment.objects.create(space_id=row.space_id, section=section, reader=row, text=text.strip(), at=at)


@operation(ReviewsPermission.REFER)
def finish_comments(*, slip: Slip, by: Actor, at: datetime) -> DraftReader:
    """The agency has said all, which may be nothing."""
    row = _reading(by, slip)
    row.done_on = at.date()
    row.save(update_fields=["done_on"])
    slip.done_on = at.date()
    slip.save(update_fields=["done_on"])
    return row


def _reading(by: Actor, slip: Slip) -> DraftReader:
    row = my_reading(by, slip)
    if row.work.state != "commenting" or row.draft != row.work.draft or row.done_on is not None:
        raise Refused(CLOSED)
    return row


@operation(RestrictedPermission.ENTER)
def answer_comment(*, inside: Entered, comment_id: int, answer: str, by: Actor, at: datetime) -> DraftComment:
    """What becomes of it: taken up, or not and why."""
    row = DraftComment.objects.get(section__work=open_work(inside), pk=comment_id)
    if not answer.strip():
        raise Refused("Say what becomes of the comment.")
    row.answer, row.answered_by = answer.strip(), by.user
    row.save(update_fields=["answer", "answered_by"])
    return row


@operation(None)
def remind_readers(*, today: date, by: Actor, at: datetime) -> int:
    """RV-C1. The schedule's own, without a permission. Returns how many were reminded. `at` is real."""
    reminded = 0
    for space in restricted.all_spaces().filter(kind=SPACE_KIND):
        with restricted.as_system(space.pk) as inside:
            asked = DraftReader.objects.filter(done_on=None, work__state="commenting").select_related("person", "work")
            for row in asked:
                if row.draft == row.work.draft and reminder_due(due=row.due, today=today, last=row.reminded_on):
                    row.reminded_on = today
                    row.save(update_fields=["reminded_on"])
                    slip = Slip.objects.get(restricted_id=inside.id, kind=Slip.Kind.DRAFT, record_id=row.pk)
                    _tell(inside, slip, row, at)
                    reminded += 1
    return reminded


def _hand_out(inside: Entered, row: DraftReader, at: datetime, real_at: datetime) -> None:
    slip = Slip.objects.create(
        space_id=row.work.case.restricted.space_id, restricted_id=inside.id, person_id=row.person_id,
        kind=Slip.Kind.DRAFT, record_id=row.pk, made_on=at.date(), due=row.due,
    )  # fmt: skip
    _tell(inside, slip, row, real_at)


def _tell(inside: Entered, slip: Slip, row: DraftReader, real_at: datetime) -> None:
    url = site_link(reverse("reviews:slip", args=[slip.pk]))
    again = row.reminded_on is not None
    notice = AskedToComment(reference=inside.reference, due=formats.day(row.due), again=again, url=url)
    key = f"{notice.kind}:{row.pk}:{row.reminded_on or 'first'}"
    put(notice, to=row.person.email, key=key, at=real_at)
