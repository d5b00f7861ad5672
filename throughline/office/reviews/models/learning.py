"""What was made to pass on the learning of a published review, whom it reached, and how a change in practice is tested.
All of it lies in the home space and speaks of published reviews alone."""

from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.reviews.models.published import PracticeChange, Review
from throughline.office.reviews.rules.learning import Product, Test


class NationalReview(ScopedModel):
    """A review of the national Panel or another national body. Its recommendations get a local response in the tracker,
    as a source of findings. `expected_on`: the day on which its report is expected."""

    name = models.CharField(max_length=200)
    body = models.CharField("who carries it out", max_length=200)
    url = models.URLField("address of the report", max_length=500, blank=True)
    expected_on = models.DateField("report expected", null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-published_on", "expected_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["space", "name"], name="national_review_once_a_name"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(body=""), name="national_review_is_said"),
        ]

    def __str__(self) -> str:
        return self.name


class LearningProduct(ScopedModel):
    """A briefing, a video, an event or a leaflet that passes on what a review taught."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="products")
    kind = models.CharField(max_length=10, choices=Product.choices())
    title = models.CharField(max_length=200)
    url = models.CharField("address", max_length=500, blank=True)
    on = models.DateField("since, or on")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "kind", "title"], name="learning_product_once"),
            models.CheckConstraint(condition=~Q(title=""), name="learning_product_has_a_title"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Product]), name="learning_product_known"),
        ]

    def __str__(self) -> str:
        return self.title


class ProductViews(ScopedModel):
    """How often it had been watched or read by a day, in all."""

    product = models.ForeignKey(LearningProduct, on_delete=models.CASCADE, related_name="views")
    on = models.DateField()
    number = models.PositiveIntegerField("times in all")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["product", "on"], name="product_views_once_a_day")]

    def __str__(self) -> str:
        return f"{self.number} by {self.on}"


class Reached(ScopedModel):
    """How many people of an agency were sent it, and how many came, watched or confirmed."""

    product = models.ForeignKey(LearningProduct, on_delete=models.CASCADE, related_name="reached")
    agency = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    sent = models.PositiveIntegerField("people it was sent to")
    took = models.PositiveIntegerField("people who came, watched or read it", null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["product", "agency"], name="product_reached_once_an_agency"),
            models.CheckConstraint(
                condition=Q(took=None) | Q(took__lte=models.F("sent")), name="product_reached_no_more_than_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.took} of {self.sent}"


class PracticeTest(ScopedModel):
    """How a change in practice is tested, by when, and what came out. `holds`: None until it is done."""

    change = models.ForeignKey(PracticeChange, on_delete=models.CASCADE, related_name="tests")
    how = models.CharField(max_length=10, choices=Test.choices())
    what = models.CharField("which audit, indicator or survey", max_length=200)
    planned_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    holds = models.BooleanField("the change holds", null=True)
    found = models.TextField("what was found", blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["planned_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="practice_test_says_what"),
            models.CheckConstraint(
                condition=Q(done_on=None, holds=None, found="")
                | Q(done_on__isnull=False, holds__isnull=False) & ~Q(found=""),
                name="practice_test_done_says_what_was_found",
            ),
        ]

    def __str__(self) -> str:
        return self.what
