"""Documents and their frozen versions, who approved them, which agencies confirmed them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.publishing.library.rules import KINDS, State


class Document(ScopedModel):
    """What is known under one title and address. In a home space, or in a joint one: then it has one text for all.

    `page` is the number of the editors' page that it is written on. `owner_email` hears of the review day.
    """

    slug = models.SlugField(max_length=200)
    page = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    title = models.CharField(max_length=255)
    audience = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    owner_email = models.EmailField(blank=True)
    theme = models.CharField(max_length=100, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="library_document_address_once"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="library_document_kind"),
            models.CheckConstraint(condition=~Q(title=""), name="library_document_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Version(ScopedModel):
    """The text as it was published, frozen: `sections` is a list of {"heading", "html"}, cleaned."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    label = models.CharField("version", max_length=30)
    state = models.CharField(max_length=12, default=State.WAITING)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    sections = models.JSONField(default=list)
    what_changed = models.TextField(blank=True)
    video_url = models.URLField(max_length=500, blank=True)
    transcript = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-number"]
        indexes = [models.Index(fields=["space", "state", "review_on"], name="library_version_by_review")]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="library_version_number_once"),
            models.UniqueConstraint(fields=["document", "label"], name="library_version_label_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state="current"), name="library_one_version_is_current"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", published_on=None, superseded_on=None)
                | Q(state="current", published_on__isnull=False, superseded_on=None)
                | Q(state="superseded", published_on__isnull=False, superseded_on__isnull=False),
                name="library_version_days_fit_its_state",
            ),
            models.CheckConstraint(condition=~Q(label=""), name="library_version_has_a_label"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.label}"


class VersionFile(ScopedModel):
    """A file of a version, kept as it was. `text` is what could be read of it, for the search; None: not tried yet."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)
    text = models.TextField(null=True, blank=True)  # noqa: DJ001  (None and '' differ)

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "file"], name="library_file_once_a_version")]

    def __str__(self) -> str:
        return f"file {self.file_id} of version {self.version_id}"


class Approval(ScopedModel):
    """A partnership approved a version: which of its bodies, on which day, and who put it on record."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="approvals")
    partnership = models.ForeignKey("tenancy.Partnership", on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=200)
    approved_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["approved_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "partnership"], name="library_approval_once_a_partnership"),
            models.CheckConstraint(condition=~Q(body=""), name="library_approval_says_by_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.approved_on}"


class Reading(ScopedModel):
    """An agency is asked to confirm that its staff have read and understood a version; once it has, it says so."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="readings")
    organisation = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = models.TextField("how staff were told", blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["due", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "organisation"], name="library_reading_once_an_agency"),
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_by=None, how="")
                | Q(confirmed_on__isnull=False, confirmed_by__isnull=False) & ~Q(how=""),
                name="library_reading_confirmed_says_by_whom_and_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} reads {self.version}"


class ViewCount(ScopedModel):
    """How often a video had been watched in all, as read off its host on a day."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="view_counts")
    counted_on = models.DateField()
    views = models.PositiveIntegerField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["counted_on"]
        constraints = [models.UniqueConstraint(fields=["document", "counted_on"], name="library_views_once_a_day")]

    def __str__(self) -> str:
        return f"{self.views} on {self.counted_on}"
