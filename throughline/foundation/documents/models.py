"""Files that the system keeps."""

from django.db import models

from throughline.foundation.tenancy.models import ScopedModel

STORED = "stored"  # the folder of MEDIA_ROOT that holds the contents


class StoredFile(ScopedModel):
    """One file of one kind. Its content lies under its hash in MEDIA_ROOT/stored; the row never changes."""

    kind = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=150)
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=200)
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["kind"], name="stored_file_by_kind")]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Below MEDIA_ROOT."""
        return path_of(self.sha256)

    def get_absolute_url(self) -> str:
        return f"/files/{self.pk}/{self.name}"


def path_of(sha256: str) -> str:
    return f"{STORED}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


class Upload(ScopedModel):
    """What is known of a stored file that a person sent: how it was called, what it holds, whether it was scanned."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="upload")
    given_name = models.CharField(max_length=150)
    marks = models.CharField(max_length=100, blank=True, help_text="Codes of content.MARKS, separated by spaces.")
    scanner = models.CharField(max_length=200, blank=True, help_text="Empty: the file was not scanned for viruses.")

    def __str__(self) -> str:
        return self.given_name

    @property
    def scan_words(self) -> str:
        return f"No virus found by {self.scanner.split('/')[0]}" if self.scanner else "Not scanned for viruses"
