"""The statutory clocks of a case, their pauses, and what an administrator confirmed of the statute."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.reviews.models.cases import Case


class CaseClock(ScopedModel):
    """A clock that runs or ran: facts alone. It keeps the edition in force when it started; `calendar` is the version
    of the calendar with which `due_on` was counted. One that counts back from its day is due before it started."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    code = models.CharField(max_length=10)
    started_on = models.DateField()
    due_on = models.DateField()
    edition = models.CharField(max_length=60)
    calendar = models.CharField(max_length=60)
    met_on = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="case_clock_once"),
            models.CheckConstraint(
                condition=Q(met_on=None) | Q(met_on__gte=F("started_on")) | Q(due_on__lt=F("started_on")),
                name="case_clock_met_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ClockPause(ScopedModel):
    """Why and how long a clock could not be met. The statute's day stays; the pause says what stood in the way."""

    clock = models.ForeignKey(CaseClock, on_delete=models.CASCADE, related_name="pauses")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_a_reason"),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="pause_ends_after_start"),
            models.UniqueConstraint(fields=["clock"], condition=Q(ends=None), name="pause_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} from {self.starts}"


class Confirmation(ScopedModel):
    """An administrator checked a time limit of an edition against the published text. In the home space."""

    edition = models.CharField(max_length=60)
    code = models.CharField(max_length=10)
    note = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["edition", "code"]
        constraints = [
            models.UniqueConstraint(fields=["space", "edition", "code"], name="time_limit_confirmed_once"),
            models.CheckConstraint(condition=~Q(note=""), name="time_limit_confirmed_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.edition}"
