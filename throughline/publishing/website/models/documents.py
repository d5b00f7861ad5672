"""The pages on which editors write the library's documents. Publishing one freezes a version in the library."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from throughline.foundation.tenancy import scope
from throughline.publishing.library import api as library
from throughline.publishing.website.blocks import TextBlock

# Addresses below /library/ that are the library's own.
TAKEN = ("services", "campaigns", "learning-elsewhere", "comment", "feed")


class SectionBlock(blocks.StructBlock):
    """What readers comment on one by one."""

    heading = blocks.CharBlock(max_length=200)
    text = TextBlock()

    class Meta:
        icon = "title"
        label = "Section"


class SectionsBlock(blocks.StreamBlock):
    section = SectionBlock()

    class Meta:
        required = False


class FilesBlock(blocks.StreamBlock):
    file = DocumentChooserBlock()

    class Meta:
        required = False


def joint_spaces() -> Q:
    """The joint spaces that the active partnership shares."""
    found = scope.active()
    return Q(kind="joint", pk__in=found.space_ids) if isinstance(found, scope.Scope) else Q(kind="joint")


class LibraryPage(Page):
    """Above all documents. What readers see at its address is the library's own list."""

    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["website.DocumentPage"]
    max_count_per_parent = 1
    private_page_options: ClassVar[list[str]] = []
    promote_panels: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = "library"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect("/library/")


class DocumentPage(Page):
    """A document as its editor writes it. `version` names the text: another version supersedes, the same corrects."""

    kind = models.CharField(max_length=12, choices=list(library.KINDS.items()), default="guidance")
    summary = models.TextField(blank=True, max_length=600, help_text="One or two sentences under the title.")
    sections = StreamField(SectionsBlock(), blank=True)
    files = StreamField(FilesBlock(), blank=True)
    version = models.CharField(
        max_length=30, default="1.0", help_text="Give a changed text a new version; the one before stays readable."
    )
    what_changed = models.TextField("what changed", blank=True, max_length=600)
    audience = models.CharField("written for", max_length=200, blank=True, help_text="For example: schools")
    document_owner = models.CharField(
        "owner", max_length=200, blank=True, help_text="The post or group that answers for it."
    )
    owner_email = models.EmailField("owner’s email", blank=True, help_text="Hears of the review day. Not shown.")
    review_on = models.DateField("next review", null=True, blank=True)
    approved_by = models.CharField(
        max_length=200, blank=True, help_text="The body that approved this version, such as the Executive."
    )
    approved_on = models.DateField(null=True, blank=True)
    joint_with = models.ForeignKey(
        "tenancy.Space", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        limit_choices_to=joint_spaces,
        help_text="A joint document has one text; it applies once each partnership has approved it.",
    )  # fmt: skip
    theme = models.CharField(max_length=100, blank=True)
    video_url = models.URLField("address of the video", max_length=500, blank=True)
    transcript = models.TextField(blank=True, help_text="What is said and shown in the video.")

    template = "website/document_page.html"
    parent_page_types: ClassVar[list[str]] = ["website.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []
    private_page_options: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("sections"),
        FieldPanel("files"),
        MultiFieldPanel(
            [FieldPanel("version"), FieldPanel("what_changed"), FieldPanel("approved_by"), FieldPanel("approved_on"),
             FieldPanel("joint_with")],
            heading="Version and approval",
        ),
        MultiFieldPanel(
            [FieldPanel("document_owner"), FieldPanel("owner_email"), FieldPanel("audience"), FieldPanel("theme"),
             FieldPanel("review_on")],
            heading="Owner, readers and review",
        ),
        MultiFieldPanel([FieldPanel("video_url"), FieldPanel("transcript")], heading="Video"),
    ]  # fmt: skip
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug"), FieldPanel("search_description")]

    class Meta:
        verbose_name = "document"

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, str] = {}
        if self.expire_at:
            wrong["__all__"] = "A document is never taken off by a date. Set its next review instead."
        if bool(self.approved_by) != bool(self.approved_on):
            wrong["approved_by"] = "Say both which body approved it and on which day."
        if self.slug in TAKEN:
            wrong["slug"] = "The library uses this address itself. Choose another one."
        if self.kind == "video" and not self.video_url:
            wrong["video_url"] = "Give the address of the video."
        if self.pk:
            wrong |= self._wrong_for_the_record()
        if wrong:
            raise ValidationError(wrong)

    def _wrong_for_the_record(self) -> dict[str, str]:
        record = library.document_of(self.pk)
        if record is None:
            return {}
        states = dict(library.version_labels(self.pk))
        if states.get(self.version.strip()) == "superseded":
            return {"version": f"Version {self.version} was superseded. Give this text a version of its own."}
        if self.joint_with_id != (record.space_id if record.space.kind == "joint" else None):
            return {"joint_with": "A document that was published cannot change with whom it is shared."}
        return {}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        """Only as a preview: readers are answered by the library, with the frozen version."""
        return TemplateResponse(request, self.get_template(request), self.get_context(request))

    def library_sections(self) -> tuple[library.Section, ...]:
        return tuple(library.Section(each.value["heading"], str(each.value["text"])) for each in self.sections)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["kind"] = library.KINDS[self.kind]
        context["breadcrumbs"] = []
        return context
