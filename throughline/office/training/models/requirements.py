"""Which roles need what training and how often, and who does which role where."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.courses import Course


class LearningRole(ScopedModel):
    """What somebody does that brings a need for training: 'Designated safeguarding lead'."""

    name = models.CharField(max_length=150)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["space", "name"], name="training_role_once"),
            models.CheckConstraint(condition=~Q(name=""), name="training_role_is_named"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleHeld(ScopedModel):
    """A person does a role at an agency, from a day until a day (included)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(LearningRole, on_delete=models.PROTECT, related_name="held")
    organisation = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(until__isnull=True),
                name="training_role_held_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="training_role_held_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["space", "role", "until"], name="training_role_held_now")]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Requirement(ScopedModel):
    """A role needs training: `what`, again after `months` (None: once), `hours` in that time (None: any).

    In force from `starts` to `ends` (TR-108). `source` says who asks for it, with the edition.
    """

    role = models.ForeignKey(LearningRole, on_delete=models.PROTECT, related_name="requirements")
    what = models.CharField(max_length=200)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=300)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["role__name", "what", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["role", "what", "starts"], name="training_requirement_once"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(what=""), name="training_requirement_has_its_source"),
            models.CheckConstraint(
                condition=(Q(months__isnull=True) | Q(months__gt=0)) & (Q(hours__isnull=True) | Q(hours__gt=0)),
                name="training_requirement_is_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="training_requirement_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.what}"


class RequirementCourse(ScopedModel):
    """A course that meets a requirement."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="met_by")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="meets")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["requirement", "course"], name="training_requirement_course_once")
        ]
        indexes = [models.Index(fields=["course", "requirement"], name="training_course_meets")]
