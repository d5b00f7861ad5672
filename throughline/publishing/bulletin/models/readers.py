"""Who gets the bulletin, how they came to it, and addresses that get none."""

from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Subscriber(ScopedModel):
    """An address that asked for the bulletin, or came with an old list. Not an account: bookings know nothing of it.

    `token` opens its preference page. `wording` is what its owner agreed to, word for word. `basis` is the lawful one.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Not confirmed yet"
        ACTIVE = "active", "Gets the bulletin"
        LEFT = "left", "Unsubscribed"
        STOPPED = "stopped", "Stopped: the address does not take mail, or complained"

    class Basis(models.TextChoices):
        CONSENT = "consent", "Consent: they asked for it"
        PUBLIC_TASK = "public_task", "Public task: safeguarding news to staff of partner agencies"
        LEGITIMATE = "legitimate", "Legitimate interests, at a work address of an organisation"

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    token = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    topics = models.JSONField(default=list, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    agency = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    source = models.CharField(max_length=200)
    wording = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    soft_bounces = models.PositiveSmallIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["email"]
        indexes = [models.Index(fields=["space", "state", "id"], name="subscriber_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["space", "email"], name="subscriber_once_an_address"),
            models.CheckConstraint(
                condition=~Q(basis="consent") | ~Q(wording=""), name="subscriber_consent_has_its_wording"
            ),
            models.CheckConstraint(
                condition=~Q(state="active", basis="consent") | Q(confirmed_at__isnull=False),
                name="subscriber_consent_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class Suppression(ScopedModel):
    """An address that gets no bulletin, whatever list it stands on, until its owner opts in afresh."""

    class Reason(models.TextChoices):
        HARD = "hard", "Mail to it comes back for good"
        SOFT = "soft", "Mail to it came back too often"
        COMPLAINT = "complaint", "Its owner said that the bulletin is spam"
        LEFT = "left", "Its owner unsubscribed"
        WIPED = "wiped", "Its owner asked to be forgotten"
        ASKED = "asked", "Put here by hand"

    address = models.CharField(max_length=254)  # of one who was wiped: its keyed hash, no address
    reason = models.CharField(max_length=10, choices=Reason.choices)
    says = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["-since", "-pk"]
        constraints = [models.UniqueConstraint(fields=["space", "address"], name="suppressed_once_an_address")]

    def __str__(self) -> str:
        return self.address


class Bounce(ScopedModel):
    """A word from a mail server or a provider about an address. `event` is its own id, so that one counts once."""

    class Kind(models.TextChoices):
        SOFT = "soft", "Came back, may pass later"
        HARD = "hard", "Came back for good"
        COMPLAINT = "complaint", "Called spam"

    event = models.CharField(max_length=200)
    email = models.EmailField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    says = models.CharField(max_length=500, blank=True)
    delivery = models.ForeignKey("bulletin.Delivery", on_delete=models.SET_NULL, null=True, related_name="bounces")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["space", "event"], name="bounce_once_an_event")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.email}"
