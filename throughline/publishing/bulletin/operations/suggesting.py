"""What people would like to see: asked for, answered, and told what became of it."""

from datetime import datetime

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.publishing.bulletin.models import Issue, Suggestion
from throughline.publishing.bulletin.notices import SuggestionAnswered
from throughline.publishing.bulletin.operations.composing import BlockWords, add_block
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.rules.cleaning import clean, clean_line, clean_link

ANSWERED = "This suggestion was answered already."


@operation(None)
def suggest(
    *,
    heading: str,
    text: str,
    link: str = "",
    name: str = "",
    agency: str = "",
    email: str = "",
    by: Actor,
    at: datetime,
) -> Suggestion:
    """Anybody may: no permission. Cleaned like everything that comes from outside. Raises Refused."""
    heading, text = clean_line(heading)[:150], clean(text)
    if not heading or not text:
        raise Refused("Say what you would like to see, in a heading and a few words.")
    made: Suggestion = Suggestion.objects.create(
        space_id=scope.current().home_id,
        heading=heading,
        text=text,
        link=clean_link(link)[:500],
        name=clean_line(name)[:120],
        agency=clean_line(agency)[:200],
        email=email.strip().lower(),
        made_at=at,
    )
    return made


@operation(BulletinPermission.WRITE)
def accept_suggestion(
    *, suggestion_id: int, issue_id: int, kind: str, answer: str = "", by: Actor, at: datetime
) -> Issue:
    """It becomes a block of the issue, and whoever suggested it is told. Raises Refused."""
    row = Suggestion.objects.get(pk=suggestion_id)
    issue = Issue.objects.get(pk=issue_id)
    _answer(row, Suggestion.State.ACCEPTED, answer, issue, by, at)
    who = ", ".join(filter(None, [row.name, row.agency])) or "a reader"
    words = BlockWords(
        heading=row.heading,
        text=row.text,
        link_url=row.link,
        link_text=f"More about {row.heading}" if row.link else "",
    )
    add_block(
        issue_id=issue_id,
        kind=kind,
        words=words,
        why=f"Suggested by {who}."[:300],
        source=f"suggestion:{row.pk}",
        by=by,
        at=at,
    )
    return issue


@operation(BulletinPermission.WRITE)
def decline_suggestion(*, suggestion_id: int, answer: str, by: Actor, at: datetime) -> None:
    """With the reason, which whoever suggested it is told. Raises Refused."""
    if not answer.strip():
        raise Refused("Say why it is not taken.")
    _answer(Suggestion.objects.get(pk=suggestion_id), Suggestion.State.DECLINED, answer, None, by, at)


def _answer(row: Suggestion, state: str, answer: str, issue: Issue | None, by: Actor, at: datetime) -> None:
    won = Suggestion.objects.filter(pk=row.pk, state=Suggestion.State.NEW).update(
        state=state, answer=clean(answer), issue=issue, answered_at=at, answered_by=by.user
    )
    if won != 1:
        raise Refused(ANSWERED)
    if row.email:
        partnership = Partnership.objects.get(pk=scope.current().partnership_id)
        notice = SuggestionAnswered(
            partnership=partnership.name,
            heading=row.heading,
            taken=state == Suggestion.State.ACCEPTED,
            issue=issue.title if issue else "",
            answer=clean(answer),
            url=site_link(reverse("bulletin:archive")),
        )
        put(notice, to=row.email, key=f"{notice.kind}:{row.pk}", at=at)
