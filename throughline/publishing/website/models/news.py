"""News: short pages with a day, listed by it, and as a feed."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.website.context import today_shown
from throughline.publishing.website.models.site import PublicPage

ON_A_PAGE = 20


class NewsListPage(Page):
    template = "website/news_list.html"
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["website.NewsPage"]
    max_count_per_parent = 1
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "news"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        return TemplateResponse(request, self.template, self.get_context(request))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        items = NewsPage.objects.child_of(self).live().order_by("-day", "-pk")
        context["news"] = Paginator(items, ON_A_PAGE).get_page(request.GET.get("page"))
        context["breadcrumbs"] = [NavigationItem("Home", "/")]
        return context


class NewsPage(PublicPage):
    day = models.DateField(default=today_shown)

    template = "website/news_page.html"
    parent_page_types: ClassVar[list[str]] = ["website.NewsListPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels, FieldPanel("day"), FieldPanel("introduction"), FieldPanel("body"),
    ]  # fmt: skip
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug"), FieldPanel("search_description")]

    class Meta:
        verbose_name = "news item"

    def breadcrumbs(self, request: HttpRequest) -> list[NavigationItem]:
        above = self.get_parent()
        return [NavigationItem("Home", "/"), NavigationItem(above.title, above.get_url(request) or "/")]
