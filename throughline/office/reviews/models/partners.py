"""What each partner says and signs, and who was told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.reviews.models.cases import Case
from throughline.office.reviews.rules.words import Partner, Stage


class PartnerView(ScopedModel):
    """A partner's signature at a stage: agreement, or dissent with its reasons. Nobody signs for two partners.

    `signed_by` wrote it; `signs_for` is whoever the partner named, the same person unless a deputy signed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="views")
    stage = models.CharField(max_length=20, choices=Stage.choices())
    partner = models.CharField(max_length=20, choices=Partner.choices())
    agrees = models.BooleanField()
    reasons = models.TextField(blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signs_for = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["stage", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "stage", "partner"], name="partner_signs_once_a_stage"),
            models.UniqueConstraint(fields=["case", "stage", "signed_by"], name="nobody_signs_for_two_partners"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(reasons=""), name="dissent_gives_its_reasons"),
            models.CheckConstraint(condition=Q(partner__in=[p.value for p in Partner]), name="signing_partner_known"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {'agrees' if self.agrees else 'dissents'}"


class Told(ScopedModel):
    """Who was told of the incident, and when."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="told")
    who = models.CharField(max_length=200)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "who"], name="told_once")]

    def __str__(self) -> str:
        return self.who
