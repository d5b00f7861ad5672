"""Actions, the moves of their due dates, and who had them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.actions.models.findings import Recommendation
from throughline.office.actions.rules import Priority
from throughline.office.actions.sources import DIRECT
from throughline.office.actions.workflow import DELIVERY, EFFECT


class Action(ScopedModel):
    """Something that somebody does by a day. Delivery and effect are two tracks.

    `owner` delivers; None where `post` is vacant. `judge` is asked to judge the effect, never the owner. `source_…` is
    its recommendation's finding's, or its own where it follows none. `first_due` is the day first agreed.
    """

    title = models.CharField(max_length=200)
    text = models.TextField("what is to be done", blank=True)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    source_kind = models.CharField(max_length=60, default=DIRECT)
    source_id = models.PositiveBigIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey("partnership.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey("partnership.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=[(p.value, p.label) for p in Priority], default=Priority.MEDIUM)
    due = models.DateField()
    first_due = models.DateField()
    raised_on = models.DateField()
    delivery = models.CharField(max_length=20, choices=DELIVERY.choices, default=DELIVERY.initial)
    effect = models.CharField(max_length=20, choices=EFFECT.choices, default=EFFECT.initial)
    delivered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    should_differ = models.TextField("what should be different", blank=True)
    measured_how = models.TextField("how it is measured", blank=True)
    baseline = models.TextField("how it is now", blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["space", "due", "id"], name="action_by_due"),
            models.Index(fields=["space", "delivery", "due"], name="action_by_delivery"),
            models.Index(fields=["source_kind", "source_id"], name="action_by_source"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="action_has_a_title"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(post__isnull=False), name="action_has_an_owner_or_a_post"
            ),
            models.CheckConstraint(condition=~Q(owner=F("judge")), name="action_owner_never_judges_its_effect"),
            models.CheckConstraint(
                condition=Q(source_kind=DIRECT, source_id=None) | ~Q(source_kind=DIRECT) & Q(source_id__isnull=False),
                name="action_has_its_source",
            ),
            models.CheckConstraint(
                condition=Q(delivery="closed", closed_on__isnull=False) | ~Q(delivery="closed") & Q(closed_on=None),
                name="action_closed_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(effect="unplanned") | ~Q(should_differ=""), name="action_effect_is_against_something"
            ),
            models.CheckConstraint(
                condition=~Q(effect__in=["proven", "partly", "not_shown"]) | Q(delivery="closed"),
                name="action_effect_is_judged_once_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """A12: how people and spreadsheets name it."""
        return f"A{self.pk}"


class DueMove(ScopedModel):
    """A due date was moved. Written once."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="moves")
    due_before = models.DateField()
    due_after = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="due_move_has_a_reason"),
            models.CheckConstraint(condition=~Q(due_before=F("due_after")), name="due_move_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.due_before} → {self.due_after}"


class Handover(ScopedModel):
    """The action went from one person to another, either of them None for a vacant post. Written once."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="handovers")
    owner_before = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    owner_after = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="handover_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.owner_before} → {self.owner_after}"
