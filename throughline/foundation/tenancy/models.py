"""Partnership, the spaces that hold its rows, and the base of every row that belongs to a space."""

from typing import Any, ClassVar

from django.db import models

from throughline.foundation.tenancy.managers import ScopedManager, check_space


class Partnership(models.Model):
    """A local safeguarding children partnership: the tenant. Not scoped itself; the public may know that it exists."""

    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=100)
    nation = models.CharField(max_length=40, default="England")
    report_year_starts = models.CharField(max_length=5, default="04-01", help_text="Month and day, as 04-01.")
    website = models.URLField(blank=True)
    demonstration = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_partnership"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PartnershipHost(models.Model):
    """A host name that serves a partnership, without port."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="hosts")
    host = models.CharField(max_length=253, unique=True)

    def __str__(self) -> str:
        return self.host


class Space(models.Model):
    """Where rows live. `home` has exactly one partnership, `joint` two or more; a `restricted` one is entered by its
    named members alone (foundation/restricted) and is in nobody's scope before."""

    class Kind(models.TextChoices):
        HOME = "home", "home"
        JOINT = "joint", "joint"
        RESTRICTED = "restricted", "restricted"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["home", "joint", "restricted"]), name="space_kind")
        ]

    def __str__(self) -> str:
        return self.name


class SpacePartnership(models.Model):
    """A partnership sees a space, from a day on, until a day (included) or for good."""

    class Role(models.TextChoices):
        OWNER = "owner", "owner"
        PARTICIPANT = "participant", "participant"

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="partnerships")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="spaces")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.OWNER)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "partnership"], name="space_once_a_partnership"),
            models.CheckConstraint(
                condition=models.Q(starts=None) | models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="space_partnership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} in {self.space}"


class ScopedModel(models.Model):
    """Base of every office row: exactly one space; every manager raises without a scope.

    Saving or deleting a row whose space is outside the active scope raises as well.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+", editable=False)

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def check_space(self) -> None:
        check_space(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_space()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.check_space()
        return super().delete(*args, **kwargs)
