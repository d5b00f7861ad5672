"""The surveys that training owns, as the mechanism is told of them at start."""

from django.urls import reverse

from throughline.foundation.surveys.api import Sent, SurveyKind, register_kind
from throughline.foundation.ui.site import NavigationItem
from throughline.office.training.kinds import BEFORE, EVALUATION, FOLLOW_UP, MANAGER_VIEW, NEEDS, YEARLY
from throughline.office.training.operations.certificates import issue_for
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.bookings import person_of_booking, still_on
from throughline.office.training.queries.certificates import of_booking

_SEES = TrainingPermission.EVALUATE
_OVERVIEW = "training:evaluation"


def _evaluated(sent: Sent) -> None:
    issue_for(sent.subject, sent.day)


def _to_certificate(sent: Sent) -> NavigationItem | None:
    if of_booking(sent.subject) is None:
        return None
    return NavigationItem("Your certificate", reverse("training:certificate", args=[sent.subject]))


def _to_manager(sent: Sent) -> NavigationItem:
    return NavigationItem("Ask your line manager for their view", reverse("training:manager", args=[sent.subject]))


def _whose_manager(subject: str) -> str:
    person = person_of_booking(subject)
    if person is None:
        return ""
    who = f"{person.name} ({person.email})" if person.name else person.email
    return f"{who} named you as their line manager."


register_kind(SurveyKind(BEFORE, "Before a course", _SEES, overview=_OVERVIEW, still_asked=still_on))
register_kind(
    SurveyKind(
        EVALUATION,
        "Course evaluation",
        _SEES,
        overview=_OVERVIEW,
        answered=_evaluated,
        onwards=_to_certificate,
        still_asked=still_on,
    )
)
register_kind(
    SurveyKind(FOLLOW_UP, "Three months after", _SEES, overview=_OVERVIEW, onwards=_to_manager, still_asked=still_on)
)
register_kind(
    SurveyKind(
        MANAGER_VIEW, "Line manager’s view", _SEES, overview=_OVERVIEW, about=_whose_manager, still_asked=still_on
    )
)
register_kind(SurveyKind(YEARLY, "Annual training survey", _SEES))
register_kind(SurveyKind(NEEDS, "Training needs analysis", _SEES))
