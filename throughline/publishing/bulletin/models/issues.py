"""Issues, their blocks, what was found in them and who said that it may stay."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.publishing.bulletin.rules.kinds import ISSUE_KINDS, KINDS, IssueKind
from throughline.publishing.bulletin.workflow import FROZEN, ISSUE


class Issue(ScopedModel):
    """`dated` is the day it bears: the first of its month where it names no day (`day_known` False).

    `frozen` is the content that was approved, `sha256` its hash: what is sent. Of a back issue it is what was read,
    and `found` what was recognised. `version` counts changes, so that of two tabs the second is told.
    """

    kind = models.CharField(max_length=10, choices=list(ISSUE_KINDS.items()), default=IssueKind.ISSUE)
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=150, blank=True)
    slug = models.SlugField(max_length=120)
    dated = models.DateField()
    day_known = models.BooleanField(default=False)
    introduction = models.TextField(blank=True)
    topic = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=ISSUE.choices, default=ISSUE.initial)
    version = models.PositiveIntegerField(default=1)
    frozen = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    send_at = models.DateTimeField(null=True, blank=True)
    public_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(blank=True)
    found = models.JSONField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-dated", "-pk"]
        indexes = [models.Index(fields=["space", "state", "dated"], name="issue_by_state_and_day")]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="issue_slug_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(slug=""), name="issue_has_a_title"),
            models.CheckConstraint(
                condition=~Q(state__in=FROZEN) | Q(frozen__isnull=False, approved_by__isnull=False) & ~Q(sha256=""),
                name="issue_sent_is_approved_and_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(send_at__isnull=False), name="issue_scheduled_has_its_time"
            ),
            models.CheckConstraint(
                condition=~Q(kind=IssueKind.BACK) | Q(state__in=["draft", "published"]), name="issue_back_is_never_sent"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Suggestion(ScopedModel):
    """What somebody would like to see. `email` is told what became of it, where they left one."""

    class State(models.TextChoices):
        NEW = "new", "New"
        ACCEPTED = "accepted", "Taken into an issue"
        DECLINED = "declined", "Not taken"

    heading = models.CharField(max_length=150)
    text = models.TextField()
    link = models.URLField(max_length=500, blank=True)
    name = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions")
    answer = models.TextField(blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(ScopedModel.Meta):
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(heading="") & ~Q(text=""), name="suggestion_says_something"),
            models.CheckConstraint(
                condition=Q(state="new", answered_at=None) | ~Q(state="new") & Q(answered_at__isnull=False),
                name="suggestion_answered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(issue__isnull=False), name="suggestion_accepted_is_in_an_issue"
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class Block(ScopedModel):
    """A part of an issue. `why`: what put it there. `source`: the record that it came from, once an issue."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=12, choices=[(kind.code, kind.label) for kind in KINDS.values()])
    position = models.PositiveIntegerField()
    heading = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True)
    for_whom = models.CharField(max_length=200, blank=True)
    link_text = models.CharField(max_length=150, blank=True)
    link_url = models.CharField(max_length=500, blank=True)
    picture = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    picture_alt = models.CharField(max_length=300, blank=True)
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=120, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "source"], condition=~Q(source=""), name="block_source_once_an_issue"
            ),
            models.CheckConstraint(
                condition=Q(first=None) | Q(last=None) | Q(last__gte=models.F("first")), name="block_period_runs_on"
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()


class Acknowledgement(ScopedModel):
    """Somebody read a warning and says that it may stay. `key` is the finding's."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="acknowledgements")
    key = models.CharField(max_length=200)
    code = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "key"], name="acknowledged_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="acknowledged_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class LinkCheck(ScopedModel):
    """What came of asking for an address, the last time. `state` is a LinkState; "unasked" waits for the worker."""

    url = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default="unasked")
    says = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["space", "url"], name="link_checked_once_an_address")]

    def __str__(self) -> str:
        return self.url


class Redaction(ScopedModel):
    """A name taken out of an archived issue: it is shown as "[name removed]" ever after. The frozen text stays."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="redactions")
    name = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "name"], name="redacted_once_a_name"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(reason=""), name="redacted_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"A name in {self.issue_id}"
