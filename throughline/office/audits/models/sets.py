"""Question sets with their versions; a published version never changes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.audits.rules.question_sets import KINDS, QuestionSet, read


class Frozen(TypeError):
    """A published version was about to be changed."""


class QuestionSetRow(ScopedModel):
    """A set of questions under one key, such as 'section-11'; what is asked stands in its versions."""

    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    title = models.CharField(max_length=200)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "key"], name="audit_set_once"),
            models.CheckConstraint(condition=~Q(key=""), name="audit_set_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.title


class SetVersion(ScopedModel):
    """What is asked, in the file's own form (`content`). A draft until it is published; one draft a set."""

    question_set = models.ForeignKey(QuestionSetRow, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["question_set", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question_set", "number"], name="audit_set_version_once"),
            models.UniqueConstraint(
                fields=["question_set"], condition=Q(published_on=None), name="audit_set_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_on=None, published_by=None)
                | Q(published_on__isnull=False, published_by__isnull=False),
                name="audit_set_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_set}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and type(self).objects.filter(pk=self.pk, published_on__isnull=False).exists():
            raise Frozen(f"{self} is published and never changes.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.published_on is not None:
            raise Frozen(f"{self} is published and stays.")
        return super().delete(*args, **kwargs)

    @property
    def asked(self) -> QuestionSet:
        return read(self.content)
