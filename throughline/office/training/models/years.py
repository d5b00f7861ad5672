"""What the office says of a year's records."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class WholeYear(ScopedModel):
    """The records here hold every session of the report year ('2023-24'), so its totals stand (TR-119)."""

    year = models.CharField(max_length=7)
    stated_on = models.DateField()
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["space", "year"], name="training_whole_year_once"),
            models.CheckConstraint(condition=~Q(year=""), name="training_whole_year_is_named"),
        ]

    def __str__(self) -> str:
        return self.year
