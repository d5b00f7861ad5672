"""Published reviews and what changed in practice after them."""

from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Review(ScopedModel):
    """A review by the name it was published under. `published` is as written (YYYY-MM or YYYY-MM-DD, '' when it was
    not); `published_from` is that day, or the first of that month. `themes` is a list of texts, `briefing` one of
    (heading, text). `withheld_on`: the day it was decided not to publish it; `improvements` is public in any case."""

    kind = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200)
    published = models.CharField(max_length=10, blank=True)
    published_from = models.DateField("first day it can have been published", null=True, blank=True)
    withheld_on = models.DateField(null=True, blank=True)
    themes = models.JSONField(default=list)
    improvements = models.TextField("what should improve", blank=True)
    briefing = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-published_from", "name"]
        constraints = [
            models.UniqueConstraint(fields=["space", "name"], name="review_once_a_name"),
            models.UniqueConstraint(fields=["space", "slug"], name="review_slug_once"),
            models.CheckConstraint(condition=~Q(slug=""), name="review_has_a_slug"),
            models.CheckConstraint(
                condition=Q(published="", published_from=None) | ~Q(published="") & Q(published_from__isnull=False),
                name="review_published_and_its_day",
            ),
            models.CheckConstraint(
                condition=Q(withheld_on=None) | Q(published="") & ~Q(improvements=""),
                name="review_withheld_says_what_improves",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PracticeChange(ScopedModel):
    """What a service or policy does differently since a review."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="practice_changes")
    service_or_policy = models.CharField(max_length=200)
    change = models.TextField()
    since = models.DateField(null=True, blank=True)
    evidence = models.TextField("what shows it", blank=True)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(change=""), name="practice_change_says_something")]

    def __str__(self) -> str:
        return f"{self.service_or_policy}: {self.change}"
