"""What is taught."""

from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Course(ScopedModel):
    """What is taught and how: a title and a mode ('in person', 'Microsoft Teams')."""

    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=60)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["title", "mode"]
        constraints = [
            models.UniqueConstraint(fields=["space", "title", "mode"], name="training_course_once_by_title_and_mode"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(mode=""), name="training_course_is_named"),
        ]

    def __str__(self) -> str:
        return self.title
