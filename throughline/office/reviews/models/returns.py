"""What agencies are asked for, and the chronologies they return."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.reviews.models.cases import Case


class InformationRequest(ScopedModel):
    """One agency is asked by name of one person. `child` is all that the person is told of the case.

    `answer`: '' while it is open; 'known' with a summary; 'not_known' is a valid answer; 'withdrawn' by the lead.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="requests")
    agency = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    child = models.CharField("about whom", max_length=300)
    asks = models.TextField("what is asked")
    asked_on = models.DateField()
    due = models.DateField()
    answer = models.CharField(max_length=10, blank=True)
    summary = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    chased = models.PositiveSmallIntegerField(default=0)
    chased_on = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, summary="")
                | Q(answer="known", answered_at__isnull=False) & ~Q(summary="")
                | Q(answer__in=["not_known", "withdrawn"], answered_at__isnull=False),
                name="request_answered_as_its_answer_says",
            ),
            models.UniqueConstraint(
                fields=["case", "agency"], condition=~Q(answer="withdrawn"), name="request_once_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk}"


class ChronologyEntry(ScopedModel):
    """What one agency has on record for a day. `event` is a short name by which agencies' entries are compared;
    `known_on`: when the agency came to know, where that was later. `request`: with which answer the agency returned it;
    none where a member typed it from the agency's papers."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    request = models.ForeignKey(
        InformationRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="entries"
    )
    agency = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    time = models.CharField(max_length=5, blank=True)
    child = models.CharField(max_length=100, blank=True)
    event = models.CharField(max_length=100, blank=True)
    theme = models.CharField(max_length=100, blank=True)
    what = models.TextField()
    known_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["on", "time", "pk"]
        indexes = [models.Index(fields=["case", "on"], name="entry_by_case_and_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="entry_says_something"),
            models.CheckConstraint(
                condition=Q(known_on=None) | Q(known_on__gte=models.F("on")), name="entry_known_when_it_was_or_later"
            ),
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk}"
