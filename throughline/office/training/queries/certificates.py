"""Certificates by code, by booking, and all of them."""

from django.db.models import Q, QuerySet

from throughline.office.training.models import Certificate


def with_code(code: str) -> Certificate | None:
    """In the active scope."""
    return Certificate.objects.filter(code=code).first() if code else None


def of_booking(reference: str) -> Certificate | None:
    return Certificate.objects.select_related("file", "booking").filter(booking__reference=reference).first()


def own(reference: str, person_id: int) -> Certificate:
    """Raises Certificate.DoesNotExist, also for somebody else's."""
    return Certificate.objects.select_related("file").get(booking__reference=reference, booking__person_id=person_id)


def by_id(certificate_id: int) -> Certificate:
    """Raises Certificate.DoesNotExist."""
    return Certificate.objects.select_related("withdrawn_by", "booking").get(pk=certificate_id)


def all_certificates(text: str = "") -> QuerySet[Certificate]:
    """The latest first; every word of `text` is in the name or the title."""
    found = Certificate.objects.order_by("-issued_on", "-pk")
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(title__icontains=word))
    return found


def may_see(person_id: int, file_id: int) -> bool:
    """The person's own, while it is valid."""
    return Certificate.objects.filter(file_id=file_id, booking__person_id=person_id, withdrawn_on=None).exists()
