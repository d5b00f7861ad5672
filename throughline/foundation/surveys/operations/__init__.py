"""All writes of surveys. `today` is the business day that rules go by, `at` the real moment, for mail.

Asking is an operation of the survey's owner, so the ones here ask for no permission of their own where they say so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.surveys import registry, rules
from throughline.foundation.surveys.models import (
    Answer,
    Draft,
    Invitation,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    Survey,
)
from throughline.foundation.surveys.notices import SurveyInvitation, SurveyReminder
from throughline.foundation.surveys.permissions import SurveyPermission
from throughline.foundation.surveys.registry import Sent
from throughline.foundation.surveys.rules import Answers, Kind, Naming, Question
from throughline.foundation.surveys.words import answer_path, naming_words
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui import formats


class LinkGone(Exception):
    """No invitation has this link: it was used, withdrawn, or never existed."""


@dataclass(frozen=True)
class ToAsk:
    """Somebody to ask. `subject` and `group` are the owner's: what about, and what results are grouped by."""

    email: str
    person_id: int | None = None
    subject: str = ""
    group: str = ""


@dataclass(frozen=True)
class Shipped:
    """A questionnaire that comes with the product, as its first version."""

    key: str
    kind: str
    title: str
    introduction: str
    questions: Sequence[dict[str, Any]]
    one_a_page: bool = False


@operation(None)
def published_version(
    *, shipped: Shipped, by: Actor, today: date, space_id: int | None = None
) -> QuestionnaireVersion:  # fmt: skip
    """The version that is asked now: the latest published one, or the shipped one published on first use.

    Called by the owner's operation, which asks for the permission. `space_id` as in `start_survey`.
    """
    home = space_id or scope.current().home_id
    questionnaire, _ = Questionnaire.objects.get_or_create(
        space_id=home, key=shipped.key, defaults={"kind": shipped.kind, "title": shipped.title}
    )
    found = questionnaire.versions.filter(published_on__isnull=False).order_by("-number").first()
    if found is not None:
        return found
    questions = rules.as_data(rules.read_questions(list(shipped.questions)))
    return QuestionnaireVersion.objects.create(
        space_id=home, questionnaire=questionnaire, number=(questionnaire.versions.count() + 1),
        introduction=shipped.introduction, questions=questions, one_a_page=shipped.one_a_page, published_on=today,
        published_by=by.user,
    )  # fmt: skip


@operation(SurveyPermission.MANAGE)
def write_version(
    *, questionnaire_id: int, introduction: str, questions: list[dict[str, Any]], one_a_page: bool, by: Actor
) -> QuestionnaireVersion:
    """The next version as a draft; written again, the draft is replaced. Raises Refused for SV-01."""
    try:
        read = rules.as_data(rules.read_questions(questions))
    except rules.BadQuestionnaire as error:
        raise Refused(str(error)) from error
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    draft = questionnaire.versions.filter(published_on=None).first()
    if draft is None:
        latest = questionnaire.versions.order_by("-number").values_list("number", flat=True).first() or 0
        draft = QuestionnaireVersion(space_id=questionnaire.space_id, questionnaire=questionnaire, number=latest + 1)
    draft.introduction, draft.questions, draft.one_a_page = introduction.strip(), read, one_a_page
    draft.save()
    return draft


@operation(SurveyPermission.MANAGE)
def publish_version(*, version_id: int, by: Actor, today: date) -> QuestionnaireVersion:
    """From now on it never changes, and new surveys ask it. Published already: nothing changes."""
    version = QuestionnaireVersion.objects.select_for_update().get(pk=version_id)
    if version.published_on is None:
        version.published_on, version.published_by = today, by.user
        version.save()
    return version


@operation(None)
def start_survey(
    *,
    version: QuestionnaireVersion,
    kind: str,
    about: str,
    title: str,
    naming: Naming,
    opens_on: date,
    closes_on: date | None,
    remind_after: Sequence[int],
    by: Actor,
    space_id: int | None = None,
) -> Survey:
    """The survey of that owner and about; there already: it is returned as it is. Called by the owner's operation.
    `space_id`: a shared space that it lies in; None for the home space."""
    registry.kind_of(kind)
    if version.published_on is None:
        raise Refused("Publish the questionnaire first; what is asked must not change while people answer.")
    if closes_on is not None and closes_on < opens_on:
        raise Refused("The survey closes before it opens.")
    survey, _ = Survey.objects.get_or_create(
        space_id=space_id or scope.current().home_id, kind=kind, about=about,
        defaults={
            "version": version, "title": title, "naming": naming, "opens_on": opens_on, "closes_on": closes_on,
            "remind_after": sorted(set(remind_after)),
        },
    )  # fmt: skip
    return survey


@operation(None)
def ask(
    *, survey: Survey, people: Iterable[ToAsk], tell: bool, by: Actor, today: date, at: datetime
) -> list[Invitation]:
    """An invitation each, once a person and subject; `tell` sends the link. Called by the owner's operation."""
    known = {(i.email, i.subject): i for i in Invitation.objects.filter(survey=survey)}
    wanted = {(one.email.strip().lower(), one.subject): one for one in people}
    new = [
        Invitation(
            space_id=survey.space_id, survey=survey, person_id=one.person_id, email=key[0], subject=one.subject,
            group=one.group, asked_on=today,
        )
        for key, one in wanted.items()
        if key not in known
    ]  # fmt: skip
    Invitation.objects.bulk_create(new, batch_size=500)
    if tell:
        for invitation in new:
            _tell(invitation, survey, SurveyInvitation, at)
    return [invitation for key, invitation in known.items() if key in wanted] + new


@operation(None)
def keep_answers(*, token: str, answers: Answers, by: Actor, today: date) -> Draft:
    """What was typed on a page, kept under the person's own link. Raises LinkGone, Refused (SV-04)."""
    invitation = _open_invitation(token, today)
    draft, _ = Draft.objects.select_for_update().get_or_create(
        invitation=invitation, defaults={"space_id": invitation.space_id}
    )
    draft.answers = {**draft.answers, **answers}
    draft.save(update_fields=["answers"])
    return draft


@operation(None)
def send_answers(*, token: str, answers: Answers, by: Actor, today: date) -> Sent | None:
    """Sends the draft, with what the last page adds (SV-03: exactly once). None for an anonymous survey.

    Raises LinkGone, also for the second of two sent at once; Refused (SV-04, or required answers are missing).
    """
    invitation = _open_invitation(token, today)
    survey = invitation.survey
    kept = Draft.objects.filter(invitation=invitation).first()
    given = {**(kept.answers if kept else {}), **answers}
    questions = survey.version.asked
    missing = rules.missing(questions, given)
    if missing:
        raise Refused(f"Not answered yet: {missing[0].text}")
    gone: dict[str, Any] = {"token": None} if survey.is_anonymous else {}
    if Invitation.objects.filter(pk=invitation.pk, answered=False).update(answered=True, **gone) != 1:
        raise LinkGone
    Draft.objects.filter(invitation=invitation).delete()
    named = {} if survey.is_anonymous else {"invitation": invitation, "day": today}
    response = Response.objects.create(space_id=survey.space_id, survey=survey, group=invitation.group, **named)
    Answer.objects.bulk_create(answer_rows(response, questions, given))
    if survey.is_anonymous:
        return None
    sent = Sent(survey.kind, survey.about, invitation.subject, invitation.person_id, today)
    answered = registry.kind_of(survey.kind).answered
    if answered is not None:
        answered(sent)
    return sent


def answer_rows(response: Response, questions: Sequence[Question], given: Answers) -> list[Answer]:
    """Raises KeyError for a choice that the question does not offer: forms send the codes that were shown."""
    rows = []
    for question in questions:
        answer = given.get(question.key)
        if answer in (None, "", []):
            continue
        base = {"space_id": response.space_id, "response": response, "question": question.key}
        if isinstance(answer, list):
            rows += [Answer(**base, value=_offered(question, code)) for code in answer]
        elif question.kind is Kind.SCALE:
            rows.append(Answer(**base, value=str(answer), number=int(answer)))
        elif question.kind is Kind.SINGLE:
            rows.append(Answer(**base, value=_offered(question, answer)))
        elif question.kind is Kind.NUMBER:
            rows.append(Answer(**base, number=int(answer)))
        else:
            rows.append(Answer(**base, text=str(answer)))
    return rows


def _offered(question: Question, code: object) -> str:
    if str(code) not in question.words:
        raise KeyError(f"The question '{question.key}' does not offer '{code}'.")
    return str(code)


@operation(SurveyPermission.MANAGE)
def close_survey(*, survey_id: int, by: Actor, today: date) -> Survey:
    """Yesterday becomes the last day; what was begun and not sent is deleted. Closed already: nothing changes.

    Raises Refused on the day on which it opened.
    """
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    if not registry_allows(survey.kind, by):
        raise Refused("This survey is not yours to close.")
    if survey.opens_on >= today:
        raise Refused("A survey can be closed from the day after it opened.")
    if survey.is_open(today):
        survey.closes_on = today - timedelta(days=1)
        survey.save(update_fields=["closes_on"])
    Draft.objects.filter(invitation__survey=survey).delete()
    return survey


def registry_allows(kind: str, by: Actor) -> bool:
    return by.may(registry.kind_of(kind).sees)


@operation(None)
def remind(*, survey_id: int, by: Actor, today: date, at: datetime) -> int:
    """Reminders that are due that day, each once a person; returns how many. Of several that are due only the latest
    goes, and none about what the owner asks no more. The worker's: no permission of its own."""
    survey = Survey.objects.get(pk=survey_id)
    if not survey.is_open(today):
        return 0
    reminded = 0
    for number, days in reversed(list(enumerate(survey.remind_after, 1))):
        due = Invitation.objects.filter(
            survey=survey, answered=False, reminders__lt=number, asked_on__lte=today - timedelta(days=days)
        ).exclude(email="")
        found = list(due.order_by("pk"))
        asked = registry.still_asked(survey.kind, {invitation.subject for invitation in found})
        for invitation in found:
            if invitation.subject not in asked:
                continue
            if Invitation.objects.filter(pk=invitation.pk, answered=False, reminders__lt=number).update(
                reminders=number
            ):
                _tell(invitation, survey, SurveyReminder, at, number)
                reminded += 1
    return reminded


@operation(None)
def forget_drafts(*, by: Actor, today: date) -> int:
    """What was begun and never sent in surveys that have closed. The worker's: no permission of its own."""
    return Draft.objects.filter(invitation__survey__closes_on__lt=today).delete()[0]


def _open_invitation(token: str, today: date) -> Invitation:
    """Raises LinkGone, Refused. Locks the row, so that two pages of one person wait for each other."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("survey__version")
        .filter(token=token, answered=False)
        .first()
    )
    if invitation is None:
        raise LinkGone
    survey = invitation.survey
    refusal = rules.open_refusal(opens_on=survey.opens_on, closes_on=survey.closes_on, today=today)
    if refusal:
        raise Refused(refusal)
    return invitation


def _tell(
    invitation: Invitation, survey: Survey, notice: type[SurveyInvitation] | type[SurveyReminder], at: datetime,
    number: int = 0,
) -> None:  # fmt: skip
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    put(
        notice(
            partnership=partnership.name,
            title=survey.title,
            introduction="\n\n".join(
                part for part in (registry.about(survey.kind, invitation.subject), survey.version.introduction) if part
            ),
            naming=naming_words(Naming(survey.naming), survey.threshold),
            until=formats.weekday(survey.closes_on) if survey.closes_on else "",
            url=site_link(answer_path(invitation.token or "")),
        ),
        to=invitation.email,
        key=f"{notice.kind}:{invitation.pk}:{number}",
        at=at,
    )
