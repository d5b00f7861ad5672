"""What proves that an action was delivered, and whether it made a difference."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.actions.models.actions import Action


class Evidence(ScopedModel):
    """A link, a file or a statement. `owner` is the action's when it was checked, so that the database can hold that
    neither the owner nor whoever gave it has checked it."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", "Statement"
        LINK = "link", "Link"
        FILE = "file", "File"

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting to be checked"
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Not enough"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField("what it shows")
    link = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="evidence_says_what_it_shows"),
            models.CheckConstraint(
                condition=Q(kind="statement", link="", file=None)
                | Q(kind="link", file=None) & ~Q(link="")
                | Q(kind="file", link="", file__isnull=False),
                name="evidence_is_what_its_kind_says",
            ),
            models.CheckConstraint(condition=~Q(checked_by=F("given_by")), name="evidence_not_checked_by_its_giver"),
            models.CheckConstraint(condition=~Q(checked_by=F("owner")), name="evidence_not_checked_by_the_owner"),
            models.CheckConstraint(
                condition=Q(outcome="waiting", checked_by=None, checked_at=None)
                | ~Q(outcome="waiting") & Q(checked_by__isnull=False, checked_at__isnull=False),
                name="evidence_checked_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ImpactCheck(ScopedModel):
    """A day on which the effect is looked at, and what was found. `owner` is the action's when it was judged."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="checks")
    due = models.DateField()
    verdict = models.CharField(max_length=10, blank=True)
    found = models.TextField("what was found", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_on = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["space", "verdict", "due"], name="impact_check_by_due")]
        constraints = [
            models.CheckConstraint(condition=~Q(judged_by=F("owner")), name="impact_never_judged_by_the_owner"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_by=None, judged_on=None)
                | Q(verdict__in=["proven", "partly", "not_shown"], judged_by__isnull=False, judged_on__isnull=False)
                & ~Q(found=""),
                name="impact_judged_says_what_by_whom_and_when",
            ),
            models.UniqueConstraint(fields=["action", "due"], name="impact_check_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} on {self.due}"


class DigestRun(ScopedModel):
    """The reminders of a business day went into the outbox. One a partnership and day, in its home space."""

    day = models.DateField()
    people = models.PositiveIntegerField()

    class Meta(ScopedModel.Meta):
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["space", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return str(self.day)
