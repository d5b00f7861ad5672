"""Writes of open links: one link for a whole group, whose answers belong to nobody.

What the mechanism knows of an answer is its group and what was chosen: no person, no day, no address, no device. That
one device answers once is held by a mark on the device itself (`words.mark_name`), which nobody here can look up; who
deletes it, or takes another device, can answer again, and the page of the results says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.surveys import rules
from throughline.foundation.surveys.models import Answer, OpenLink, Response, Survey
from throughline.foundation.surveys.operations import LinkGone, answer_rows
from throughline.foundation.surveys.rules import Answers

MOST_EXPECTED = 1_000_000


@dataclass(frozen=True)
class Group:
    """`key` is the owner's; `space_id` where its link and its answers lie."""

    key: str
    space_id: int


@operation(None)
def open_links(*, survey: Survey, groups: Iterable[Group], by: Actor) -> int:
    """A link for each group that has none yet; how many are new. Called by the owner's operation. Raises Refused."""
    if not survey.is_anonymous:
        raise Refused("A link for a whole group is for anonymous surveys alone.")
    known = set(OpenLink.objects.filter(survey=survey).values_list("group", flat=True))
    wanted = {each.key: each for each in groups if each.key not in known}
    OpenLink.objects.bulk_create(
        [OpenLink(space_id=each.space_id, survey=survey, group=each.key) for each in wanted.values()], batch_size=500
    )
    return len(wanted)


@operation(None)
def expect(*, link: OpenLink, people: int | None, by: Actor) -> OpenLink:
    """How many people the link is for. Called by the owner's operation. Raises Refused."""
    if people is not None and not 0 < people <= MOST_EXPECTED:
        raise Refused("Give the number of staff, 1 or more.")
    link.expected = people
    link.save(update_fields=["expected"])
    return link


@operation(None)
def send_by_link(*, token: str, answers: Answers, by: Actor, today: date) -> None:
    """One person's answers by the group's link: anybody's, so it asks for no permission. Raises LinkGone, Refused
    (SV-04, or required answers are missing)."""
    link = OpenLink.objects.select_related("survey__version").filter(token=token).first()
    if link is None:
        raise LinkGone
    survey = link.survey
    refusal = rules.open_refusal(opens_on=survey.opens_on, closes_on=survey.closes_on, today=today)
    if refusal:
        raise Refused(refusal)
    questions = survey.version.asked
    missing = rules.missing(questions, answers)
    if missing:
        raise Refused(f"Not answered yet: {missing[0].text}")
    if not any(answers.get(question.key) for question in questions):
        raise Refused("Answer at least one question.")
    response = Response.objects.create(space_id=link.space_id, survey=survey, group=link.group)
    Answer.objects.bulk_create(answer_rows(response, questions, answers))
