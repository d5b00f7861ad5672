"""What is taught."""

from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.rules.programme import CourseStatus, Delivery


class Course(ScopedModel):
    """What is taught and how: a title and a mode ('in person', 'Microsoft Teams').

    `hours` is learning time. `refresh_months`: how long it counts; None where it does not run out. `delivered_by` is
    the agency that gives it. `elsewhere` leads to a webinar or an e-learning course that is not held here.
    """

    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=60)
    delivery = models.CharField(
        max_length=10, choices=[(d.value, d.value) for d in Delivery], default=Delivery.IN_PERSON.value
    )
    status = models.CharField(
        max_length=9, choices=[(s.value, s.value) for s in CourseStatus], default=CourseStatus.OFFERED.value
    )
    level = models.CharField(max_length=60, blank=True)
    audience = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    refresh_months = models.PositiveSmallIntegerField(null=True, blank=True)
    delivered_by = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    priority = models.CharField("priority served", max_length=200, blank=True)
    elsewhere = models.URLField(max_length=500, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["title", "mode"]
        constraints = [
            models.UniqueConstraint(fields=["space", "title", "mode"], name="training_course_once_by_title_and_mode"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(mode=""), name="training_course_is_named"),
            models.CheckConstraint(
                condition=Q(delivery__in=[d.value for d in Delivery]), name="training_course_delivery_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in CourseStatus]), name="training_course_status_known"
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0), name="training_course_hours_are_more_than_none"
            ),
            models.CheckConstraint(
                condition=Q(refresh_months__isnull=True) | Q(refresh_months__gt=0),
                name="training_course_refresh_is_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title
