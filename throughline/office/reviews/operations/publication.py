"""A review ends: published or not, its recommendations go into the tracker and the briefing into the library."""

from collections.abc import Mapping
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.names import slug_of
from throughline.foundation.restricted.api import Entered, RestrictedPermission
from throughline.foundation.workflow.api import fire
from throughline.office.actions import api as actions
from throughline.office.reviews import publishing_step
from throughline.office.reviews.action_sources import KIND
from throughline.office.reviews.models import BriefingPoint, ClearedWord, Review, Work
from throughline.office.reviews.operations.cases import meet_clock
from throughline.office.reviews.operations.works import open_work
from throughline.office.reviews.queries.works import briefing_of, findings_of, found_of, sections_of, work_facts
from throughline.office.reviews.rules.reviewing import BRIEFING, WorkKind
from throughline.office.reviews.workflow import REVIEW


@operation(RestrictedPermission.ENTER)
def write_briefing(*, inside: Entered, points: Mapping[str, str], by: Actor, at: datetime) -> None:
    """The seven points; an empty one is taken away."""
    work = open_work(inside)
    for point in BRIEFING:
        text = points.get(point, "").strip()
        row = BriefingPoint.objects.filter(work=work, point=point).first()
        if not text:
            if row is not None:
                row.delete()
            continue
        row = row or BriefingPoint(space_id=work.space_id, work=work, point=point)
        row.text = text
        row.save()


@operation(RestrictedPermission.ENTER)
def clear_word(*, inside: Entered, word: str, reason: str, by: Actor, at: datetime) -> ClearedWord:
    """A word of the record may stand in the text, for a reason that is kept. Raises Refused."""
    work = open_work(inside)
    if word not in found_of(work)[0]:
        raise Refused("This word does not stand in the text, or is cleared already.")
    if not reason.strip():
        raise Refused("Say why it shows nobody.")
    return ClearedWord.objects.create(
        space_id=work.space_id, work=work, word=word, reason=reason.strip(), by=by.user, at=at
    )


@operation(RestrictedPermission.ENTER)
def send_copy(*, inside: Entered, on: date, by: Actor, at: datetime) -> Work:
    """The Panel and the Secretary of State have the copy: RV-04 is met."""
    work = open_work(inside)
    fire(REVIEW, work, "send_copy", by=by, at=at, facts=work_facts(work, at.date()), changes={"copy_sent_on": on})
    meet_clock(work.case, "RV-04", on)
    return work


@operation(RestrictedPermission.ENTER)
def publish(*, inside: Entered, by: Actor, at: datetime) -> Review:
    """The review stands in the home space and on the site from now on; nothing leads from it to the case."""
    work = _ending(inside, "publish", "", by, at)
    review = _made(work, at.date(), published=True)
    _end(work, "publish", review, "", by, at)
    publishing_step.publish(_publication(work, review, at.date(), whole=True), by, at)
    return review


@operation(RestrictedPermission.ENTER)
def withhold(*, inside: Entered, reason: str, by: Actor, at: datetime) -> Review:
    """The report is not published; what should improve is, and the recommendations go into the tracker all the same."""
    work = _ending(inside, "withhold", reason, by, at)
    if not work.name:
        raise Refused("Say by which name it is spoken of in public.")
    review = _made(work, at.date(), published=False)
    _end(work, "withhold", review, reason, by, at)
    publishing_step.publish(_publication(work, review, at.date(), whole=False), by, at)
    return review


def _ending(inside: Entered, transition: str, reason: str, by: Actor, at: datetime) -> Work:
    """Refused before anything is made in public."""
    work = open_work(inside)
    refusals = REVIEW.refusals(work.state, transition, work_facts(work, at.date()), reason)
    if refusals:
        raise Refused(" ".join(refusals))
    if not by.may(actions.ActionsPermission.MANAGE):
        raise NotPermitted("The recommendations go into the tracker: somebody of the business unit does this.")
    if work.name and Review.objects.filter(slug=slug_of(work.name)).exists():
        raise Refused(f"There is a review by the name ‘{work.name}’ already.")
    return work


def _made(work: Work, on: date, *, published: bool) -> Review:
    kind = WorkKind(work.kind).label
    briefing = briefing_of(work)
    return Review.objects.create(
        space_id=work.case.restricted.space_id, kind=f"{kind[:1].lower()}{kind[1:]}", name=work.name,
        slug=slug_of(work.name), published=on.isoformat() if published else "",
        published_from=on if published else None, withheld_on=None if published else on,
        themes=[each.strip() for each in work.themes.split(",") if each.strip()], improvements=work.improvements,
        briefing=[[point, briefing[point]] for point in BRIEFING if point in briefing] if published else [],
    )  # fmt: skip


def _end(work: Work, transition: str, review: Review, reason: str, by: Actor, at: datetime) -> None:
    fire(
        REVIEW, work, transition, by=by, at=at, facts=work_facts(work, at.date()), reason=reason,
        changes={"ended_on": at.date(), "review_id": review.pk},
    )  # fmt: skip
    meet_clock(work.case, "RV-03", at.date())
    for position, row in enumerate(findings_of(work)):
        finding = actions.raise_finding(
            text=row.text, source_kind=KIND, source_id=review.pk, position=position, by=by, at=at
        )
        if row.recommendation:
            actions.recommend(
                finding_id=finding.pk, text=row.recommendation, to_agency_id=row.agency_id, position=0, by=by, at=at
            )


def _publication(work: Work, review: Review, on: date, *, whole: bool) -> publishing_step.Publication:
    return publishing_step.Publication(
        review_id=review.pk, slug=review.slug, name=review.name, kind=review.kind, themes=tuple(review.themes),
        sections=tuple((row.heading, row.text) for row in sections_of(work)) if whole else (),
        briefing=tuple((point, text) for point, text in review.briefing), improvements=review.improvements, on=on,
    )  # fmt: skip
