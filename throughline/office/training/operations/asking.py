"""Starting the yearly surveys: whom to ask, until when."""

from collections.abc import Sequence
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.surveys import api as surveys
from throughline.foundation.surveys.api import Naming, Survey, ToAsk
from throughline.foundation.ui import formats
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.asking import Whom, people_in
from throughline.office.training.questionnaires import shipped

REMIND_AFTER = (7, 14)


@operation(TrainingPermission.EVALUATE)
def start_yearly_survey(
    *, which: str, year: str, audience: Whom, emails: Sequence[str], closes_on: date, by: Actor, today: date,
    at: datetime,
) -> Survey:  # fmt: skip
    """The annual training survey ('yearly') or the needs analysis ('needs') of a report year, anonymous, sent by mail.

    Started again for the same year, it asks those who were not asked yet, until the same last day. Raises Refused,
    also when there is nobody to ask.
    """
    people = {one.email.lower(): one for one in people_in(audience, today)}
    for email in emails:
        people.setdefault(email.strip().lower(), ToAsk(email=email))
    if not people:
        raise Refused("There is nobody to ask: nobody fits, and no address was given.")
    if closes_on <= today:
        raise Refused("The last day must be after today.")
    given = shipped(which)
    version = surveys.published_version(shipped=given, by=by, today=today)
    survey = surveys.start_survey(
        version=version, kind=given.kind, about=year, title=f"{given.title} {year}", naming=Naming.ANONYMOUS,
        opens_on=today, closes_on=closes_on, remind_after=REMIND_AFTER, by=by,
    )  # fmt: skip
    if not survey.is_open(today):
        raise Refused(f"‘{survey.title}’ has closed already.")
    if survey.closes_on is not None and survey.closes_on != closes_on:
        raise Refused(
            f"‘{survey.title}’ has started already and can be answered until {formats.day(survey.closes_on)}. To ask"
            " more people, give that day."
        )
    surveys.ask(survey=survey, people=people.values(), tell=True, by=by, today=today, at=at)
    return survey
