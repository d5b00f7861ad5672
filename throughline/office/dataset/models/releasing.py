"""What of the dataset the public sees, by whose leave and by which policy on small numbers; the subgroup's packs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.dataset.models.indicators import Indicator


class AudiencePolicy(ScopedModel):
    """How small numbers are kept from an audience, from a day on; the latest holds. Without one, the department's."""

    class Audience(models.TextChoices):
        PUBLIC = "public", "The public"
        AGENCIES = "agencies", "Agencies and keyed feeds"
        SUBGROUP = "subgroup", "The subgroup’s pack"

    audience = models.CharField(max_length=10, choices=Audience.choices)
    largest_small = models.PositiveSmallIntegerField()
    zero_shown = models.BooleanField(default=True)
    round_to = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["audience", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=["public", "agencies", "subgroup"]), name="policy_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(largest_small__gte=2, largest_small__lte=20, round_to__gte=1, round_to__lte=100),
                name="policy_threshold_makes_sense",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="policy_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()}: 1 to {self.largest_small}"


class Publication(ScopedModel):
    """The owner agency agreed that an indicator is open data. Taken back, nothing new goes out; what went out stays."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="publications")
    agency = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    agreed_by = models.CharField("who agreed, and how", max_length=300)
    agreed_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=500, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(ended_at__isnull=True), name="publication_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(agreed_by=""), name="publication_agreed_by_somebody"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                name="publication_taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, agreed by {self.agency}"


class OpenRelease(ScopedModel):
    """What went out of an indicator, frozen: `content` is the open data, hidden numbers hidden already. The counts
    behind it stand in the register of released tables under `name`. Never changed."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    content = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="open_release_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="open_release_from_one"),
        ]

    def __str__(self) -> str:
        return self.name


class Pack(ScopedModel):
    """The subgroup's pack as at a day: asked for, then made by the worker, then frozen."""

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        DONE = "done", "done"
        FAILED = "failed", "failed"

    as_at = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    message = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["waiting", "done", "failed"]), name="pack_status_known"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("asked_at")), name="pack_done_after_asked"
            ),
            models.CheckConstraint(condition=~Q(status="done") | ~Q(html=""), name="pack_done_has_its_page"),
        ]

    def __str__(self) -> str:
        return f"Pack as at {self.as_at}"


class PackFile(ScopedModel):
    """A file of a pack: 'pdf', 'docx' or 'xlsx'."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=4)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["form"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "form"], name="pack_file_once"),
            models.CheckConstraint(condition=Q(form__in=["pdf", "docx", "xlsx"]), name="pack_file_form_known"),
        ]

    def __str__(self) -> str:
        return f"{self.pack}, {self.form}"


class GroupCount(ScopedModel):
    """Children of one group (an ethnicity, a sex) of an indicator in a period, and the children of that group who live
    here, by a named estimate: what disproportionality is worked out from."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="group_counts")
    period = models.CharField(max_length=20)
    breakdown = models.CharField(max_length=40)
    group = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    vintage = models.CharField("which estimate of the population", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["breakdown", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period", "breakdown", "group"], name="group_count_once"),
            models.CheckConstraint(condition=Q(count__lte=F("population")), name="group_counts_no_more_than_live_here"),
            models.CheckConstraint(condition=~Q(group="") & ~Q(vintage=""), name="group_count_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.group}, {self.period}"
