"""Licences for tools that only trained people may use, who trained them, and how often the tools are used."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Tool(ScopedModel):
    """Something that needs a licence, such as Graded Care Profile 2. `months`: how long one holds; None: for good."""

    name = models.CharField(max_length=150)
    owner = models.CharField(max_length=150, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["space", "name"], name="training_tool_once"),
            models.CheckConstraint(condition=~Q(name=""), name="training_tool_is_named"),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__gt=0), name="training_tool_months_are_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Licence(ScopedModel):
    """A person passed the assessment and may use a tool (TR-110), as a trainer also teach it.

    `trained_by` is the trainer's own licence (TR-111). `expires_on` is its last day; `renews` the licence before it.
    """

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="licences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.CharField(max_length=60)
    is_trainer = models.BooleanField(default=False)
    trained_on = models.DateField()
    assessed_on = models.DateField()
    assessor = models.CharField(max_length=200)
    trained_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="trained")
    expires_on = models.DateField(null=True, blank=True)
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdraw_reason = models.TextField(blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tool", "number"], name="training_licence_number_once"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(assessor=""), name="training_licence_was_assessed"),
            models.CheckConstraint(
                condition=Q(assessed_on__gte=F("trained_on")), name="training_licence_assessed_after_training"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("assessed_on")),
                name="training_licence_expires_after_assessment",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdraw_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdraw_reason="")),
                name="training_licence_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["tool", "organisation"], name="training_licence_by_agency")]

    def __str__(self) -> str:
        return f"{self.tool} {self.number}"


class ToolUse(ScopedModel):
    """With how many families an agency used a tool in a quarter, as it returned it. 0 is a return; none is no row."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="uses")
    organisation = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    quarter = models.DateField(help_text="Its first day.")
    families = models.PositiveIntegerField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-quarter", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tool", "organisation", "quarter"], name="training_use_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]), name="training_use_begins_a_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tool}, {self.quarter}: {self.families}"


class Promise(ScopedModel):
    """Somebody trained to deliver a programme promised to, so often by a day; deliveries say whether they did."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="promises")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    times = models.PositiveSmallIntegerField()
    by_day = models.DateField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["by_day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tool", "person", "agreed_on"], name="training_promise_once"),
            models.CheckConstraint(condition=Q(times__gt=0), name="training_promise_is_of_something"),
            models.CheckConstraint(condition=Q(by_day__gt=F("agreed_on")), name="training_promise_is_of_the_future"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.times} by {self.by_day}"


class Delivery(ScopedModel):
    """The programme was delivered once."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="deliveries")
    day = models.DateField()
    people = models.PositiveIntegerField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["promise", "day"], name="training_delivery_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.people}"
