"""Courses played here: their packages, how far somebody is, and who completed what, here or elsewhere."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.courses import Course
from throughline.office.training.rules.elearning import CompletedBy
from throughline.office.training.rules.scorm import Part, Progress, Version


class Package(ScopedModel):
    """A SCORM package of a course, unpacked. The newest that is `in_use` is the one that is played.

    `parts` is a list of {title, start, query, mastery}, as the manifest has them. `file` is the zip file as it came.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="packages")
    version = models.CharField(max_length=4, choices=[(v.value, v.value) for v in Version])
    title = models.CharField(max_length=200)
    parts = models.JSONField()
    file = models.OneToOneField("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    in_use = models.BooleanField(default=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(in_use=True), name="training_package_one_in_use_a_course"
            ),
            models.CheckConstraint(
                condition=Q(version__in=[v.value for v in Version]), name="training_package_version"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def manifest_parts(self) -> list[Part]:
        return [Part.from_dict(part) for part in self.parts]


class PackageFile(ScopedModel):
    """A file of a package; its content is kept under its hash like every stored file. Reached through its package."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=240)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["package", "path"], name="training_package_file_once_a_path")]

    def __str__(self) -> str:
        return self.path


class Attempt(ScopedModel):
    """How far a person is in a package. `state` holds for each part the elements of `rules.scorm.ELEMENTS`.

    `visit` counts the times it was opened: only the newest visit may record. `earlier_seconds` is the time of the
    visits before it, by part; `seconds` all time spent. Moments are business moments.
    """

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    progress = models.CharField(
        max_length=11, choices=[(p.value, p.value) for p in Progress], default=Progress.NOT_STARTED.value
    )
    state = models.JSONField(default=dict)
    visit = models.PositiveIntegerField(default=0)
    earlier_seconds = models.JSONField(default=dict)
    seconds = models.PositiveIntegerField(default=0)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    started_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["package", "person"], name="training_attempt_once_a_package_and_person"),
            models.CheckConstraint(
                condition=Q(progress__in=[p.value for p in Progress]), name="training_attempt_progress_known"
            ),
            models.CheckConstraint(
                condition=Q(progress=Progress.DONE, done_at__isnull=False)
                | (~Q(progress=Progress.DONE) & Q(done_at__isnull=True)),
                name="training_attempt_done_says_when",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="training_attempt_score_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.package}"


class Completion(ScopedModel):
    """A person completed a course on a day: played here, or imported from another learning system.

    `score` in percent. A row is never changed; the training passport has its `LearningRecord` with the same key.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    day = models.DateField()
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=8, choices=[(s.value, s.value) for s in CompletedBy])
    agency_name = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "person", "course", "day"], name="training_completed_once_a_day"),
            models.CheckConstraint(
                condition=Q(source__in=[s.value for s in CompletedBy]), name="training_completed_by_known"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="training_completed_score_percent",
            ),
        ]
        indexes = [models.Index(fields=["course", "day"], name="training_completed_by_course")]

    def __str__(self) -> str:
        return f"{self.person}: {self.course}, {self.day}"
