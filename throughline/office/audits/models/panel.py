"""The scrutiny panel of a partnership, always in its home space: each moderates its own view of a shared return."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.audits.models.assessments import AssessmentCycle, Return

Person = settings.AUTH_USER_MODEL


class PanelMember(ScopedModel):
    """Sits in the panel of a cycle; known by address, and by account once they have signed in."""

    cycle = models.ForeignKey(AssessmentCycle, on_delete=models.CASCADE, related_name="members")
    email = models.EmailField()
    name = models.CharField(max_length=200)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "cycle", "email"], name="audit_panel_member_once")]

    def __str__(self) -> str:
        return self.name


class PanelConflict(ScopedModel):
    """A member says that they cannot judge this return, and why. They neither see grades of it nor give one."""

    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="conflicts")
    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "of"], name="audit_conflict_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="audit_conflict_has_a_reason"),
        ]


class PanelGrade(ScopedModel):
    """A member's own grade of a standard, before the discussion (AU-09: hidden from the others until all are in)."""

    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="grades")
    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="+")
    standard = models.CharField(max_length=12)
    grade = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "of", "standard"], name="audit_panel_grade_once"),
        ]


class Moderation(ScopedModel):
    """The grade that the panel settled on, with the reason; the return's own grade stays as it was."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="+")
    standard = models.CharField(max_length=12)
    grade = models.PositiveSmallIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "of", "standard"], name="audit_moderation_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="audit_moderation_has_a_reason"),
        ]


class Feedback(ScopedModel):
    """What the panel told the body: once a return and partnership; the agency sees it from then on."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "of"], name="audit_feedback_once"),
            models.CheckConstraint(condition=~Q(text=""), name="audit_feedback_says_something"),
        ]
