"""Addresses on public pages, and whether they still answered when they were asked last."""

from django.db import models

from throughline.foundation.tenancy.models import ScopedModel


class CheckedLink(ScopedModel):
    """`verdict`: ok, warning (it may be there: 401, 403, 429, a time-out) or broken (404, 410, unknown host).

    `place` is where it stands; `owner_email` hears of it. `broken_since`: the first check in a row that found it so.
    """

    url = models.CharField(max_length=1000)
    place = models.CharField(max_length=255)
    place_url = models.CharField(max_length=300)
    owner_email = models.EmailField(blank=True)
    verdict = models.CharField(max_length=10, blank=True)
    says = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    broken_since = models.DateField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["place", "url", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "url", "place_url"], name="library_link_once_a_place"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["", "ok", "warning", "broken"]), name="library_link_verdict"
            ),
        ]

    def __str__(self) -> str:
        return self.url
