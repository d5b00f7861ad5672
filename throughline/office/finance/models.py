"""What each contributor paid, what was published of it, and grants. Amounts are pounds.

`returned_by` and `returned_at` are the load that gave the row its present values; history keeps the earlier ones.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class FinanceYear(ScopedModel):
    """What was published of a report year as a whole. It stands beside our own totals; neither overwrites the other."""

    year = models.CharField(max_length=7)
    published_total_income = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    drawn_from_reserve = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    source_file = models.CharField(max_length=200)
    total_income_row = models.PositiveIntegerField(null=True, blank=True)
    drawn_from_reserve_row = models.PositiveIntegerField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["space", "year"], name="finance_year_once"),
            models.CheckConstraint(
                condition=Q(published_total_income=None) | Q(published_total_income__gte=0),
                name="published_total_income_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(drawn_from_reserve=None) | Q(drawn_from_reserve__gte=0), name="drawn_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.year


class Contribution(ScopedModel):
    """One row of what came in. The contributor's name is as published; `organisation` ties it to an agency where a
    name or alias does, and is empty for an outside body. Other income is no partner's contribution."""

    finance_year = models.ForeignKey(FinanceYear, on_delete=models.PROTECT, related_name="contributions")
    contributor = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, related_name="contributions", null=True, blank=True
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    published_share = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    is_other_income = models.BooleanField("other income", default=False)
    source_file = models.CharField(max_length=200)
    source_row = models.PositiveIntegerField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["source_row", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["finance_year", "contributor"], name="contribution_once_a_contributor"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="contribution_not_negative"),
            models.CheckConstraint(
                condition=Q(published_share=None) | Q(published_share__gte=0, published_share__lte=100),
                name="share_from_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return self.contributor


class Grant(ScopedModel):
    """A one-off grant. `spent_on` is a list of texts."""

    finance_year = models.ForeignKey(FinanceYear, on_delete=models.PROTECT, related_name="grants")
    giver = models.CharField(max_length=300)
    purpose = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    spent_on = models.JSONField(default=list)
    source_file = models.CharField(max_length=200)
    source_row = models.PositiveIntegerField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["source_row", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["finance_year", "giver", "purpose"], name="grant_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="grant_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.giver}: {self.purpose}"
