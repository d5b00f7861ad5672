"""What a booking's page offers: the questions that wait for an answer, and the certificate."""

from datetime import date, timedelta

from django.urls import reverse

from throughline.foundation.surveys import api as surveys
from throughline.foundation.ui.formats import LONDON
from throughline.foundation.ui.site import NavigationItem
from throughline.office.training.kinds import BEFORE, EVALUATION, FOLLOW_UP, MANAGER_VIEW
from throughline.office.training.models import Booking
from throughline.office.training.queries.certificates import of_booking
from throughline.office.training.rules.learning import FOLLOW_UP_DAYS, follow_up_day
from throughline.office.training.rules.programme import SessionStatus

_LABELS = {
    BEFORE: "Four questions before the course",
    EVALUATION: "Evaluate the course",
    FOLLOW_UP: "What has come of it, three months later",
}


def follow_up_links(booking: Booking, today: date) -> list[NavigationItem]:
    """Two queries; one before the session's day, up to three more in the weeks of the questions three months later."""
    over = not booking.active or booking.session.status == SessionStatus.CANCELLED
    invitations = [] if over else surveys.open_invitations(booking.person_id, today)
    waiting = [
        NavigationItem(_LABELS[invitation.survey.kind], surveys.answer_path(invitation.token or ""))
        for invitation in invitations
        if invitation.subject == booking.reference and invitation.survey.kind in _LABELS
    ]
    if _may_ask_manager(booking, today):
        to_manager = reverse("training:manager", args=[booking.reference])
        waiting.append(NavigationItem("Ask your line manager for their view", to_manager))
    if booking.session.starts.astimezone(LONDON).date() > today or of_booking(booking.reference) is None:
        return waiting
    return [*waiting, NavigationItem("Your certificate", reverse("training:certificate", args=[booking.reference]))]


def _may_ask_manager(booking: Booking, today: date) -> bool:
    """Whoever answered the questions three months later and has not asked, for as long as those can be answered."""
    first = follow_up_day(booking.session.ends.astimezone(LONDON).date())
    if not first <= today <= first + timedelta(days=FOLLOW_UP_DAYS):
        return False
    if not surveys.answered_subjects(FOLLOW_UP, [booking.reference]):
        return False
    asked = surveys.invited([one.pk for one in surveys.surveys_of(MANAGER_VIEW, [str(booking.session_id)])])
    return all(subject != booking.reference for subject, _ in asked)
