"""Certificates: issued once attended on every day and evaluated (TR-100), withdrawn with a reason (TR-103)."""

import secrets
from datetime import date, datetime
from decimal import Decimal

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.documents.api import StoredContent, add_file
from throughline.foundation.jobs.api import enqueue
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui.formats import LONDON
from throughline.office.training.documents import CERTIFICATE
from throughline.office.training.models import Booking, Certificate
from throughline.office.training.notices.learning import CertificateReady
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.attended import days_of, hours_held
from throughline.office.training.rules.booking import REFERENCE_ALPHABET
from throughline.office.training.rules.learning import CODE_LENGTH, certificate_refusal
from throughline.office.training.rules.people import mail_address

MAKE = "training.make_certificate"


def issue_for(reference: str, today: date) -> Certificate | None:
    """The certificate of a booking whose evaluation was just sent, in that transaction; None where a day is missing."""
    booking = Booking.objects.select_related("session__course", "person").filter(reference=reference).first()
    if booking is None:
        return None
    held, attended = days_of(booking.pk)
    if certificate_refusal(days_held=held, days_attended=attended, evaluated=True):
        return None
    return issue(booking, by=system_actor("training"), today=today, at=None)


def issue(booking: Booking, *, by: Actor, today: date, at: datetime | None) -> Certificate:
    """Once a booking, with its PDF asked for from the worker, who also tells the person. Inside an operation."""
    course = booking.session.course
    hours = course.hours or Decimal(str(round(hours_held(booking.session_id), 2)))
    certificate, made = Certificate.objects.get_or_create(
        booking=booking,
        defaults={
            "space_id": booking.space_id, "code": new_code(), "name": booking.person.name or booking.person.email,
            "title": booking.session.title, "day": booking.session.ends.astimezone(LONDON).date(),
            "hours": hours if 0 < hours < 1000 else None, "issued_on": today,
        },
    )  # fmt: skip
    if made:
        enqueue(MAKE, certificate_id=certificate.pk)
    return certificate


def new_code() -> str:
    """TR-101."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(CODE_LENGTH))


@operation(None)
def keep_file(*, certificate_id: int, content: StoredContent, by: Actor, at: datetime) -> Certificate:
    """The PDF that the worker made, and the message that it is there. Kept already: nothing changes."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    if certificate.file_id is not None or not certificate.valid:
        return certificate
    certificate.file = add_file(
        by=by, at=at, content=content, kind=CERTIFICATE, name="certificate.pdf",
        title=f"Certificate: {certificate.title}"[:200], content_type="application/pdf", space_id=certificate.space_id,
    )  # fmt: skip
    certificate.save(update_fields=["file"])
    booking = Booking.objects.select_related("person").get(pk=certificate.booking_id)
    notice = CertificateReady(
        partnership=Partnership.objects.get(pk=scope.current().partnership_id).name, title=certificate.title,
        url=site_link(f"/training/bookings/{booking.reference}/certificate/"),
    )  # fmt: skip
    put(notice, to=mail_address(booking.person.email), key=f"{notice.kind}:{certificate.pk}", at=at)
    return certificate


@operation(TrainingPermission.CERTIFY)
def withdraw_certificate(*, certificate_id: int, reason: str, by: Actor, today: date) -> Certificate:
    """TR-103: for good. Withdrawn already: nothing changes. Raises Refused, Certificate.DoesNotExist."""
    if not reason.strip():
        raise Refused("Say why the certificate is withdrawn.")
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    if certificate.valid:
        certificate.withdrawn_on, certificate.withdrawn_by = today, by.user
        certificate.withdraw_reason = reason.strip()
        certificate.save(update_fields=["withdrawn_on", "withdrawn_by", "withdraw_reason"])
    return certificate
