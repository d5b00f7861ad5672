"""The yearly report of a partnership: its text, how what does not add up was settled, and its frozen editions."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from throughline.foundation.documents.models import StoredFile
from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.publishing.yearly_report.rules.findings import How


class Frozen(RuntimeError):
    """A published edition was about to be changed or deleted."""


class Report(ScopedModel):
    """One report year of a partnership, in writing. What was published of it are its editions."""

    year = models.CharField(max_length=7)
    title = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["space", "year"], name="report_once_a_year")]

    def __str__(self) -> str:
        return self.title


class Section(ScopedModel):
    """`body` is Markdown with figure references. `elements`: codes of the statute's elements that the text answers.
    `version` grows with each save, so that of two people who edit at once the second is told."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    elements = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="section_key_once_a_report"),
            models.UniqueConstraint(fields=["report", "number"], name="section_number_once_a_report"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Settlement(ScopedModel):
    """How a finding was settled. It holds as long as what the finding stands on (`about`) is the same."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="settlements")
    finding = models.CharField(max_length=500)
    code = models.CharField(max_length=10)
    about = models.CharField(max_length=1000, blank=True)
    how = models.CharField(max_length=20, choices=[(how.value, how.value) for how in How])
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["code", "finding"]
        constraints = [
            models.UniqueConstraint(fields=["report", "finding"], name="settlement_once_a_finding"),
            models.CheckConstraint(condition=models.Q(how__in=[how.value for how in How]), name="settlement_how"),
            models.CheckConstraint(
                condition=models.Q(how__in=["tie", "not_a_figure"]) | ~models.Q(text=""),
                name="settlement_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.how}"


class Build(ScopedModel):
    """A draft or an edition asked for, and what became of it. The worker makes it."""

    class Kind(models.TextChoices):
        DRAFT = "draft", "draft"
        EDITION = "edition", "edition"

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "being made"
        DONE = "done", "done"
        FAILED = "failed", "failed"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="builds")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    as_at = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    message = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.report_id}"


class Edition(ScopedModel):
    """What was published: never changed, never deleted. `content` is the open data, with hidden numbers already hidden;
    `html` the page's body, made of the same."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    as_at = models.DateField()
    statute = models.CharField(max_length=100)
    content = models.JSONField()
    html = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="edition_number_once_a_report")]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_space()
        if self.pk is not None:
            raise Frozen("A published edition is not changed. Publish another edition.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        self.check_space()
        raise Frozen("A published edition is not deleted.")


class ReportFile(ScopedModel):
    """A file of a draft build or of an edition: exactly one of the two."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        CSV = "csv", "Figures as CSV"
        JSON = "json", "Figures as JSON"

    build = models.ForeignKey(Build, on_delete=models.PROTECT, related_name="files", null=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files", null=True)
    format = models.CharField(max_length=4, choices=Format.choices)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["format"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(build=None, edition__isnull=False) | models.Q(build__isnull=False, edition=None),
                name="report_file_of_one",
            ),
            models.UniqueConstraint(fields=["build", "format"], name="report_file_once_a_build"),
            models.UniqueConstraint(fields=["edition", "format"], name="report_file_once_an_edition"),
        ]

    def __str__(self) -> str:
        return str(self.get_format_display())

    @property
    def words(self) -> str:
        """What a reader gets: 'The report as PDF'."""
        data = self.format in (self.Format.CSV, self.Format.JSON)
        return self.get_format_display() if data else f"The report as {self.get_format_display()}"
