"""What a booking's page offers: the questions that wait for an answer, and the certificate."""

from datetime import date

from django.urls import reverse

from throughline.foundation.surveys import api as surveys
from throughline.foundation.ui.formats import LONDON
from throughline.foundation.ui.site import NavigationItem
from throughline.office.training.kinds import BEFORE, EVALUATION, FOLLOW_UP
from throughline.office.training.models import Booking
from throughline.office.training.queries.certificates import of_booking

_LABELS = {
    BEFORE: "Four questions before the course",
    EVALUATION: "Evaluate the course",
    FOLLOW_UP: "What has come of it, three months later",
}


def follow_up_links(booking: Booking, today: date) -> list[NavigationItem]:
    """Two queries; one before the session's day."""
    waiting = [
        NavigationItem(_LABELS[invitation.survey.kind], surveys.answer_path(invitation.token or ""))
        for invitation in surveys.open_invitations(booking.person_id, today)
        if invitation.subject == booking.reference and invitation.survey.kind in _LABELS
    ]
    if booking.session.starts.astimezone(LONDON).date() > today or of_booking(booking.reference) is None:
        return waiting
    return [*waiting, NavigationItem("Your certificate", reverse("training:certificate", args=[booking.reference]))]
