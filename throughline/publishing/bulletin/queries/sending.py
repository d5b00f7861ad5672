"""Who gets an issue, how far a mail-out is, and how it went."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, Sum

from throughline.publishing.bulletin.models import Bounce, Delivery, Issue, IssueLink, MailOut, Subscriber, Suppression
from throughline.publishing.bulletin.rules.kinds import SECTORS

CHUNK = 200
SMALLEST = 5  # recipients; of a smaller group nothing is said
REACHED = (Delivery.State.SENT, Delivery.State.DOUBT, Delivery.State.SHOWN)


def hidden_address(email: str) -> str:
    """What stays of an address whose owner was wiped: enough to know it again, not to read it."""
    key = settings.SECRET_KEY.encode()
    return "wiped:" + hmac.new(key, f"bulletin:{email.strip().lower()}".encode(), hashlib.sha256).hexdigest()


def suppressed_among(emails: Collection[str]) -> set[str]:
    """Those of the addresses that get no bulletin. One query."""
    by_kept = {email: email for email in emails} | {hidden_address(email): email for email in emails}
    found = Suppression.objects.filter(address__in=by_kept).order_by().values_list("address", flat=True)
    return {by_kept[address] for address in found}


def audience(topic: str, *, urgent: bool = False) -> Iterator[Subscriber]:
    """Readers who get an issue on the topic ("" is for all), by chunks: the list may be long. A reader without topics
    gets everything; an urgent notice goes to everybody."""
    rows = Subscriber.objects.filter(state=Subscriber.State.ACTIVE).order_by("pk")
    rows = rows.only("pk", "email", "sector", "agency", "topics")
    after = 0
    while True:
        chunk = list(rows.filter(pk__gt=after)[:CHUNK])
        if not chunk:
            return
        after = chunk[-1].pk
        barred = suppressed_among([row.email for row in chunk])
        for row in chunk:
            if row.email not in barred and (urgent or not topic or not row.topics or topic in row.topics):
                yield row


def audience_size(topic: str, *, urgent: bool = False) -> int:
    return sum(1 for _ in audience(topic, urgent=urgent))


def counts_by_state(mail_out_id: int) -> Counter[str]:
    """State → number of deliveries. One query over an index."""
    rows = Delivery.objects.filter(mail_out_id=mail_out_id).order_by().values_list("state").annotate(n=Count("pk"))
    return Counter(dict(rows))


def mail_out(issue_id: int) -> MailOut | None:
    found: MailOut | None = MailOut.objects.filter(issue_id=issue_id).select_related("issue").first()
    return found


def mail_outs_at_work() -> list[int]:
    return list(MailOut.objects.filter(issue__state="sending").order_by("pk").values_list("pk", flat=True))


def next_try(mail_out_id: int) -> datetime | None:
    """When the next delivery is due; None where none waits."""
    waits = Delivery.objects.filter(mail_out_id=mail_out_id, state=Delivery.State.QUEUED)
    return waits.order_by("next_try_at").values_list("next_try_at", flat=True).first()


def is_silent(mail_out_id: int, at: datetime, for_longer_than: timedelta) -> bool:
    """Nothing touched one of its batches for so long."""
    out = MailOut.objects.get(pk=mail_out_id)
    last = out.batches.order_by("-touched_at").values_list("touched_at", flat=True).first() or out.started_at
    return last < at - for_longer_than


@dataclass(frozen=True)
class LinkFacts:
    """How often a link was followed: by people as far as can be told, and by scanners."""

    url: str
    words: str
    people: int
    scanners: int


def links_followed(issue_id: int) -> list[LinkFacts]:
    rows = IssueLink.objects.filter(issue_id=issue_id).annotate(
        people=Sum("clicks__people", default=0), scanners=Sum("clicks__scanners", default=0)
    )
    return [LinkFacts(row.url, row.words, row.people, row.scanners) for row in rows.order_by("-people", "pk")]


@dataclass(frozen=True)
class Reach:
    """How many of a group the issue went to. Groups of fewer than five are put together."""

    label: str
    number: int


def reach(mail_out_id: int, by: str) -> list[Reach]:
    """`by`: "sector" or "agency". One query."""
    rows = Delivery.objects.filter(mail_out_id=mail_out_id, state__in=REACHED).order_by()
    found = dict(rows.values_list(by).annotate(n=Count("pk")))
    labels = SECTORS if by == "sector" else {}
    shown = [Reach(labels.get(name, name) or "Not stated", number) for name, number in found.items()]
    large = sorted((each for each in shown if each.number >= SMALLEST), key=lambda each: (-each.number, each.label))
    rest = sum(each.number for each in shown if each.number < SMALLEST)
    if rest >= SMALLEST:
        large.append(Reach("Groups of fewer than five together", rest))
    return large


def bounced(mail_out_id: int) -> dict[str, int]:
    """Kind of bounce → how many addresses."""
    rows = Bounce.objects.filter(delivery__mail_out_id=mail_out_id).order_by()
    return dict(rows.values_list("kind").annotate(n=Count("email", distinct=True)))


def problems(mail_out_id: int, at_most: int = 50) -> list[Delivery]:
    """Deliveries that somebody may want to look at."""
    wanted = Q(state__in=[Delivery.State.DOUBT, Delivery.State.FAILED, Delivery.State.BOUNCED])
    return list(Delivery.objects.filter(wanted, mail_out_id=mail_out_id).order_by("pk")[:at_most])


def to_send(mail_out_id: int) -> Issue:
    found: Issue = Issue.objects.get(mail_out__pk=mail_out_id)
    return found


def link_codes(issue_id: int) -> dict[str, str]:
    """Address → code."""
    return dict(IssueLink.objects.filter(issue_id=issue_id).values_list("url", "code"))


def link_by_code(code: str) -> IssueLink | None:
    found: IssueLink | None = IssueLink.objects.filter(code=code).first()
    return found


def knows_delivery(token: str) -> bool:
    return Delivery.objects.filter(token=token).exists()


def knows_reader(email: str) -> bool:
    return Subscriber.objects.filter(email=email.strip().lower()).exists()


def ended_between(first: datetime, last: datetime) -> list[int]:
    return list(
        MailOut.objects.filter(ended_at__gt=first, ended_at__lte=last).order_by("pk").values_list("pk", flat=True)
    )
