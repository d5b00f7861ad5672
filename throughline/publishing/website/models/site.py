"""The editors' pages, and what belongs to which partnership: its Wagtail site, collection and group of editors."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Collection, Page
from wagtail.models import Site as WagtailSite

from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.website.blocks import BodyBlock


class PartnershipSite(models.Model):
    """One a partnership. Not a row of a space: it is what decides whose tree an editor may enter."""

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="+")
    site = models.OneToOneField(WagtailSite, on_delete=models.PROTECT, related_name="+")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")
    editors = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Site of {self.partnership}"


class SiteImage(AbstractImage):
    """Without tags, which Wagtail would show to the editors of every partnership."""

    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    admin_form_fields = (
        "title", "file", "description", "collection",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class SiteDocument(AbstractDocument):
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"


class PublicPage(Page):
    """What both kinds of page share: an introduction and a body of blocks. Nothing on a public site is private."""

    introduction = models.TextField(blank=True, max_length=600, help_text="One or two sentences under the title.")
    body = StreamField(BodyBlock(), blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel("slug"),
        FieldPanel("show_in_menus", heading="In the menu of the site"),
        FieldPanel("search_description"),
    ]
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        """Wagtail's own, without its queries for passwords on pages, which do not exist here."""
        return TemplateResponse(request, self.get_template(request), self.get_context(request))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs(request)
        return context

    def breadcrumbs(self, request: HttpRequest) -> list[NavigationItem]:
        """From the home page to the page above."""
        return []

    def shared_picture(self) -> tuple[str, str]:
        """(path, what it shows) of the page's first image, in the size in which the page shows it; ("", "") without."""
        image = next((each.value["image"] for each in self.body if each.block_type == "picture"), None)
        return (image.get_rendition("width-960").url, image.contextual_alt_text or "") if image else ("", "")


class HomePage(PublicPage):
    """The first page of a partnership's site; made by `make_site`, never by an editor."""

    template = "website/home_page.html"
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = ["website.ContentPage", "website.LibraryPage", "website.NewsListPage"]

    class Meta:
        verbose_name = "home page"


class ContentPage(PublicPage):
    quick_exit = models.BooleanField(
        "quick way out",
        default=False,
        help_text="Shows a button that leaves this site at once: for pages that children or victims may have to hide.",
    )

    content_panels: ClassVar[list[Any]] = [*PublicPage.content_panels, FieldPanel("quick_exit")]
    template = "website/content_page.html"
    parent_page_types: ClassVar[list[str]] = ["website.HomePage", "website.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["website.ContentPage"]

    class Meta:
        verbose_name = "page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        below = self.get_children().live() if self.numchild else []
        context["below"] = [NavigationItem(page.title, page.get_url(request) or "/") for page in below]
        return context

    def breadcrumbs(self, request: HttpRequest) -> list[NavigationItem]:
        """A query only below another page than the home page."""
        above = self.get_ancestors().filter(depth__gt=2, live=True) if self.depth and self.depth > 3 else []
        return [NavigationItem("Home", "/"), *(NavigationItem(p.title, p.get_url(request) or "/") for p in above)]
