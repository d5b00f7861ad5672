"""What people learnt, the certificates for it, and the themes of what they wrote."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.bookings import Booking
from throughline.office.training.models.courses import Course
from throughline.office.training.rules.learning import CODE_LENGTH, LearntBy


class LearningRecord(ScopedModel):
    """One thing that a person learnt, here or elsewhere; a person's records together are the training passport.

    `source_key` names the booking, completion or statement it stands on, so that it is never kept twice. `counts`: it
    is taken into account for requirements; an own statement once the office accepted it (TR-106). `runs_out` is the
    last day on which it holds. `evidence` is what the person says proves an own statement.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="learnt")
    title = models.CharField(max_length=300)
    by = models.CharField(max_length=9, choices=[(s.value, s.value) for s in LearntBy])
    source_key = models.CharField(max_length=64)
    day = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    runs_out = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    counts = models.BooleanField(default=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-day", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "by", "source_key"], name="training_learnt_once_a_source"),
            models.CheckConstraint(condition=Q(by__in=[s.value for s in LearntBy]), name="training_learnt_by_known"),
            models.CheckConstraint(
                condition=~Q(by=LearntBy.STATED) | ~Q(evidence=""), name="training_statement_has_evidence"
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0), name="training_learnt_hours_are_more_than_none"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="training_learnt_is_named"),
        ]
        indexes = [
            models.Index(fields=["person", "course", "day"], name="training_learnt_by_person"),
            models.Index(fields=["space", "runs_out"], name="training_learnt_runs_out"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.day}"


class Certificate(ScopedModel):
    """Somebody attended every day of a session and evaluated it (TR-100). What it says is kept as it was issued.

    Anyone with the code may check it. Withdrawn once, with a reason, for good.
    """

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    day = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    issued_on = models.DateField()
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdraw_reason = models.TextField(blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdraw_reason="")
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
                name="training_certificate_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.title}"

    @property
    def valid(self) -> bool:
        return self.withdrawn_on is None


class Theme(ScopedModel):
    """What a free text is about, in the officer's words."""

    title = models.CharField(max_length=100)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["space", "title"], name="training_theme_once"),
            models.CheckConstraint(condition=~Q(title=""), name="training_theme_is_named"),
        ]

    def __str__(self) -> str:
        return self.title


class CodedText(ScopedModel):
    """A free text of a survey was given a theme; no theme: it was read and has none. `answer` is the answer's id."""

    answer = models.UUIDField()
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="texts")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["answer", "theme"], name="training_text_once_a_theme"),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(theme__isnull=True), name="training_text_once_without_a_theme"
            ),
        ]
