"""Certificates as the office lists them."""

from collections.abc import Sequence

from django.urls import reverse

from throughline.foundation.notices.api import site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.training.models import Certificate
from throughline.office.training.rules.learning import shown_code


def certificates_table(found: Sequence[Certificate]) -> Table | None:
    if not found:
        return None
    return Table(
        "Certificates",
        [Column("Name"), Column("Course"), Column("Day"), Column("State")],
        [
            [
                Cell(one.name, reverse("training:office_certificate", args=[one.pk])),
                one.title,
                formats.day(one.day),
                "Valid" if one.valid else "Withdrawn",
            ]
            for one in found
        ],
        stacked=True,
    )


def certificate_facts(certificate_id: int) -> dict[str, str] | None:
    """What the PDF says; None where there is nothing to make: it is made already, or withdrawn."""
    found = Certificate.objects.filter(pk=certificate_id, file=None, withdrawn_on=None).first()
    if found is None:
        return None
    return {
        "name": found.name,
        "title": found.title,
        "day": formats.day(found.day),
        "hours": "" if found.hours is None else formats.counted(found.hours, "hour"),
        "partnership": Partnership.objects.get(pk=scope.current().partnership_id).name,
        "code": shown_code(found.code),
        "url": site_link(reverse("training:certificate_check", args=[found.code])),
    }
