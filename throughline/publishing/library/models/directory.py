"""Services to refer to, campaigns that come each year, and reviews elsewhere to learn from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Service(ScopedModel):
    """An entry of the directory. `checked_on`: somebody asked the service whether all of it is still so."""

    slug = models.SlugField(max_length=100)
    name = models.CharField(max_length=200)
    provider = models.CharField(max_length=200, blank=True)
    what = models.TextField("what it does")
    who_for = models.TextField("who it is for")
    how = models.TextField("how to refer")
    who_refers = models.CharField("who can refer", max_length=300)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=300, blank=True)
    theme = models.CharField(max_length=100, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="library_service_address_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(what="") & ~Q(who_for="") & ~Q(how="") & ~Q(who_refers=""),
                name="library_service_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_by=None) | Q(checked_on__isnull=False, checked_by__isnull=False),
                name="library_service_checked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Campaign(ScopedModel):
    """A campaign or awareness day: a day of the month, or the nth weekday of it (-1 the last, Monday 0)."""

    slug = models.SlugField(max_length=100)
    title = models.CharField(max_length=200)
    says = models.TextField("what it is about", blank=True)
    website = models.URLField(max_length=300, blank=True)
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    nth = models.SmallIntegerField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    lasts = models.PositiveSmallIntegerField("days that it lasts", default=1)
    ended_on = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["month", "day", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="library_campaign_address_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="library_campaign_month"),
            models.CheckConstraint(condition=Q(lasts__gte=1, lasts__lte=366), name="library_campaign_lasts"),
            models.CheckConstraint(
                condition=Q(day__gte=1, day__lte=31, nth=None, weekday=None)
                | Q(day=None, nth__in=[-1, 1, 2, 3, 4], weekday__gte=0, weekday__lte=6),
                name="library_campaign_has_one_day_rule",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CampaignYear(ScopedModel):
    """The days that were announced for a year, in the place of those worked out."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    theme = models.CharField(max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "year"], name="library_campaign_year_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="library_campaign_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.year}"


class CampaignResource(ScopedModel):
    """Something to use: a poster, a film, a lesson, elsewhere or on this site."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="resources")
    label = models.CharField(max_length=200)
    url = models.CharField(max_length=500)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "url"], name="library_resource_once")]

    def __str__(self) -> str:
        return self.label


class Pledge(ScopedModel):
    """What an agency or group says that it will do in a year's campaign, and what it did."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="pledges")
    year = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=200)
    text = models.TextField()
    done = models.TextField("what was done", blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-year", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(who="") & ~Q(text=""), name="library_pledge_says_who_what")]

    def __str__(self) -> str:
        return f"{self.who}, {self.year}"


class Elsewhere(ScopedModel):
    """A review that another partnership published, in own words: what it teaches here."""

    title = models.CharField(max_length=255)
    partnership = models.CharField(max_length=200)
    region = models.CharField(max_length=60)
    themes = models.JSONField(default=list)
    published_on = models.DateField()
    says = models.TextField("what it found")
    response = models.TextField("what we do about it", blank=True)
    url = models.URLField(max_length=500, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-published_on", "-pk"]
        verbose_name = "review elsewhere"
        verbose_name_plural = "reviews elsewhere"
        constraints = [models.CheckConstraint(condition=~Q(title="") & ~Q(says=""), name="library_elsewhere_complete")]

    def __str__(self) -> str:
        return self.title
