"""What readers can find, and addresses that pages had before."""

from typing import ClassVar

from django.db import models
from wagtail.search import index

from throughline.foundation.tenancy.models import ScopedModel


class SearchEntry(index.Indexed, ScopedModel):
    """Something that anybody may read here, in the partnership's home space. Written and indexed by `refresh_search`.

    `key` is what it is of: page:12, document:3, session:7. Wagtail's own signal would index it outside any scope.
    """

    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    day = models.DateField(null=True, blank=True)

    search_auto_update = False
    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("title", boost=4),
        index.SearchField("summary", boost=2),
        index.SearchField("text"),
        index.FilterField("space"),
        index.FilterField("kind"),
    ]

    class Meta(ScopedModel.Meta):
        ordering = ["title", "pk"]
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["space", "key"], name="website_search_entry_once")]

    def __str__(self) -> str:
        return self.title


class OldAddress(ScopedModel):
    """An address that nothing answers at: whoever comes by it is led to where the `page` is that stood there, or to the
    address that an editor typed (`to`). `path` with its slashes, as /about/us/."""

    path = models.CharField(max_length=500)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    to = models.CharField("leads to", max_length=500, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["path"]
        verbose_name_plural = "old addresses"
        constraints = [
            models.UniqueConstraint(fields=["space", "path"], name="website_old_address_once"),
            models.CheckConstraint(
                condition=models.Q(page=None) & ~models.Q(to="") | models.Q(page__isnull=False, to=""),
                name="website_old_address_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.path
