"""Drafts out for comment, and what was said about them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Consultation(ScopedModel):
    """A draft as it stood when it was sent out: `sections` as in a version. `page`: the editors' page."""

    page = models.PositiveBigIntegerField()
    title = models.CharField(max_length=255)
    introduction = models.TextField(blank=True)
    sections = models.JSONField(default=list)
    is_public = models.BooleanField(default=False)
    opens_on = models.DateField()
    closes_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="library_comments_close_after_open"),
        ]

    def __str__(self) -> str:
        return self.title


class ConsultationAgency(ScopedModel):
    """An agency that is asked."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="agencies")
    organisation = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "organisation"], name="library_agency_asked_once")
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Comment(ScopedModel):
    """About a section (its place from 1) or the whole draft (0). Text and names are plain words. It gets an answer."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="comments")
    section = models.PositiveIntegerField(default=0)
    text = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    is_shown = models.BooleanField("shown with its answer", default=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["section", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="library_comment_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="library_answer_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
