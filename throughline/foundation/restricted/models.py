"""Restricted spaces and who has to do with them. All of it lies in the partnership's home and says nothing of what is
in the space: a reference, people, moments."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.restricted.rules import NAMED, Part
from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel, Space


class RestrictedSpace(ScopedModel):
    """`place` is the space that holds the rows; `space` (of this row) is the home. Moments are real ones."""

    place = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="restricted")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["space", "number"], name="restricted_number_once")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"R{self.number}"


class Member(ScopedModel):
    """A named person in a restricted space, from `since` until `until`. `stands_in_for`: another member's deputy.
    `partner`: for whom they sign, one of `SpaceKind.partners`; who stands in for them signs for the same."""

    restricted = models.ForeignKey(RestrictedSpace, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=[(part.value, part.label) for part in NAMED])
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    partner = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    why_ended = models.TextField(blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["restricted", "user"], condition=Q(until=None), name="restricted_member_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(part__in=[p.value for p in NAMED]), name="restricted_part_known"),
            models.CheckConstraint(condition=~Q(user=F("stands_in_for")), name="restricted_deputy_is_another"),
            models.CheckConstraint(
                condition=Q(until=None, why_ended="") | Q(until__isnull=False) & ~Q(why_ended=""),
                name="restricted_member_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Part(self.part).label}"


class WrittenOnce(ScopedModel):
    class Meta(ScopedModel.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_space()
        if self.pk is not None:
            raise TypeError("It is written once.")
        super().save(*args, **kwargs)


class Look(WrittenOnce):
    """Somebody opened a page of the space. `what` is the page's own name in code, never a record's."""

    restricted = models.ForeignKey(RestrictedSpace, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10)
    what = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["restricted", "at"], name="look_by_space_and_time")]

    def __str__(self) -> str:
        return f"{self.user}: {self.what}"


class Glass(ScopedModel):
    """Somebody broke in, with a reason, until `ends_at` or until it was ended before."""

    restricted = models.ForeignKey(RestrictedSpace, on_delete=models.CASCADE, related_name="glasses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(ScopedModel.Meta):
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="glass_broken_with_a_reason"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("at")), name="glass_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="glass_ended_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.at:%Y-%m-%d}"
