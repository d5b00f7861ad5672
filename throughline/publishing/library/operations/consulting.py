"""A draft goes out for comment, is commented on, each comment is answered, and it ends."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.publishing.library import queries
from throughline.publishing.library.models import Comment, Consultation, ConsultationAgency
from throughline.publishing.library.operations.documents import Section
from throughline.publishing.library.permissions import LibraryPermission
from throughline.publishing.library.rules import plain, safe_html

MOST_AN_HOUR = 60  # comments on one draft: more than people write, less than a machine does
LONGEST = 5000


@operation(LibraryPermission.MANAGE)
def open_consultation(
    *,
    page: int,
    title: str,
    introduction: str,
    sections: Sequence[Section],
    is_public: bool,
    organisation_ids: Sequence[int],
    closes_on: date,
    today: date,
    by: Actor,
) -> Consultation:
    """Freezes the draft and sends it out. Raises Refused."""
    if closes_on < today:
        raise Refused("The last day must be today or later.")
    if not is_public and not organisation_ids:
        raise Refused("Say who is asked: the public, or at least one agency.")
    if not sections:
        raise Refused("The draft has no sections yet. Write one on its page first.")
    if by.user is None:
        raise Refused("Somebody has to send it out.")
    home = scope.current().home_id
    made = Consultation(
        space_id=home, page=page, title=title, introduction=introduction.strip(), is_public=is_public, opens_on=today,
        closes_on=closes_on, made_by=by.user,
        sections=[{"heading": each.heading, "html": safe_html(each.html)} for each in sections],
    )  # fmt: skip
    made.save()
    known = {agency.id for agency in queries.agencies()}
    for each in dict.fromkeys(organisation_ids):
        if each in known:
            ConsultationAgency(space_id=home, consultation=made, organisation_id=each).save()
    return made


@operation(None)
def comment(
    *, consultation_id: int, section: int, text: str, name: str, organisation: str, today: date, by: Actor, at: datetime
) -> Comment:
    """From anybody where the public is asked, else from people of the agencies asked: `queries.may_comment` decides,
    so there is no permission. Raises Refused, Consultation.DoesNotExist (also for who may not)."""
    found = queries.consultations_for(by).get(pk=consultation_id)
    if found.ended_on is not None or today > found.closes_on:
        raise Refused("Comments on this draft have closed.")
    words = plain(text)
    if not words:
        raise Refused("Write your comment.")
    if len(words) > LONGEST:
        raise Refused(f"Write at most {LONGEST:,} characters. Send longer ones as several comments.")
    if not 0 <= section <= len(found.sections):
        raise Refused("Choose one of the sections.")
    if found.comments.filter(given_at__gt=at - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise Refused("Very many comments have just been sent. Try again in an hour.")
    if found.comments.filter(section=section, text=words, given_at__gt=at - timedelta(hours=1)).exists():
        raise Refused("This comment has arrived already.")
    made = Comment(
        space_id=found.space_id, consultation=found, section=section, text=words, name=plain(name)[:200],
        organisation=plain(organisation)[:200], by=by.user, given_at=at,
    )  # fmt: skip
    made.save()
    return made


@operation(LibraryPermission.MANAGE)
def answer_comment(*, comment_id: int, answer: str, is_shown: bool, by: Actor, at: datetime) -> Comment:
    """Its answer, or a better one. Raises Refused, Comment.DoesNotExist."""
    found = Comment.objects.select_related("consultation").get(pk=comment_id)
    if not answer.strip():
        raise Refused("Write the answer.")
    found.answer, found.answered_by, found.answered_at, found.is_shown = answer.strip(), by.user, at, is_shown
    found.save()
    return found


@operation(LibraryPermission.MANAGE)
def end_consultation(*, consultation_id: int, today: date, by: Actor) -> Consultation:
    """LB-04. Raises Refused while a comment waits for its answer; Consultation.DoesNotExist."""
    found = Consultation.objects.get(pk=consultation_id)
    if found.ended_on is not None:
        raise Refused("This has ended already.")
    waiting = found.comments.filter(answer="").count()
    if waiting:
        raise Refused(f"{waiting} comment{'s wait' if waiting > 1 else ' waits'} for an answer. Answer each one first.")
    found.ended_on = today
    found.save()
    return found
