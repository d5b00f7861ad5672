"""Readers: they subscribe and confirm, choose, leave, and are forgotten; an old list comes in with its lawful basis."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.sheets.api import take_upload
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.publishing.bulletin.models import Bounce, Delivery, MailOut, Subscriber, Suppression
from throughline.publishing.bulletin.notices import ConfirmSubscription
from throughline.publishing.bulletin.operations.bouncing import suppress
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries.sending import hidden_address, suppressed_among
from throughline.publishing.bulletin.rules.cleaning import clean_line
from throughline.publishing.bulletin.rules.kinds import SECTORS, TOPICS

State, Basis, Reason = Subscriber.State, Subscriber.Basis, Suppression.Reason
UNCONFIRMED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Wishes:
    """What a reader chose. No topics: everything."""

    topics: tuple[str, ...] = ()
    sector: str = ""
    agency: str = ""
    name: str = ""


def new_token() -> str:
    """32 characters that nobody guesses."""
    return secrets.token_urlsafe(24)


@operation(None)
def subscribe(*, email: str, wishes: Wishes, wording: str, by: Actor, at: datetime) -> None:
    """The first half of the double opt-in; anybody may ask. Whether the address was known is told to nobody but it.

    `wording`: what was agreed to, word for word. At most one mail a day goes to an address.
    """
    email = email.strip().lower()
    row = Subscriber.objects.filter(email=email).first()
    if row is None:
        row = Subscriber(space_id=scope.current().home_id, email=email, token=new_token(), state=State.PENDING)
    if row.state != State.ACTIVE:
        _wish(row, wishes)
        row.basis, row.wording, row.asked_at, row.source = Basis.CONSENT, wording, at, "The form on the site"
        row.state, row.confirmed_at, row.left_at = State.PENDING, None, None
        row.save()
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    page = "bulletin:preferences" if row.state == State.ACTIVE else "bulletin:confirm"
    notice = ConfirmSubscription(
        partnership=partnership.name, url=site_link(reverse(page, args=[row.token])), known=row.state == State.ACTIVE
    )
    put(notice, to=email, key=f"{notice.kind}:{row.pk}:{at:%Y-%m-%d}", at=at)


@operation(None)
def confirm(*, token: str, by: Actor, at: datetime) -> Subscriber:
    """The second half: whoever holds the token reads the address. A suppressed one is free again. Raises Refused."""
    row: Subscriber | None = Subscriber.objects.filter(token=token).first()
    if row is None:
        raise Refused("This link is not valid any more. Subscribe again.")
    if row.state == State.PENDING:
        row.state, row.confirmed_at, row.soft_bounces = State.ACTIVE, at, 0
        row.save()
        Suppression.objects.filter(address__in=[row.email, hidden_address(row.email)]).delete()
    return row


@operation(None)
def choose(*, token: str, wishes: Wishes, by: Actor, at: datetime) -> Subscriber:
    """By the holder of a signed link. Raises Refused."""
    row = _reader(token)
    _wish(row, wishes)
    row.save()
    return row


@operation(None)
def leave(*, token: str, by: Actor, at: datetime) -> Subscriber | None:
    """Ends the bulletin and nothing else. Twice is as once. None where the link is of nobody any more."""
    row, delivery = reader_of(token)
    if row is None:
        return None
    if row.state in (State.ACTIVE, State.PENDING, State.STOPPED):
        row.state, row.left_at = State.LEFT, at
        row.save()
        suppress(row.email, Reason.LEFT, "", at)
        if delivery is not None:
            MailOut.objects.filter(pk=delivery.mail_out_id).update(left_after=F("left_after") + 1)
    return row


@operation(None)
def forget(*, token: str, by: Actor, at: datetime) -> None:
    """Wiped by the reader's own wish. Raises Refused."""
    _wipe(_reader(token), at)


@operation(BulletinPermission.READERS)
def wipe_reader(*, reader_id: int, by: Actor, at: datetime) -> None:
    """For somebody who asks by another way. Raises Subscriber.DoesNotExist."""
    _wipe(Subscriber.objects.get(pk=reader_id), at)


def _wipe(row: Subscriber, at: datetime) -> None:
    """Nothing that names the address stays; a keyed hash keeps old lists from bringing it back."""
    email = row.email
    Delivery.objects.filter(subscriber=row).update(email="", agency="", sector="", subscriber=None)
    Delivery.objects.filter(email=email).update(email="", agency="", sector="")
    Bounce.objects.filter(email=email).delete()
    Suppression.objects.filter(address=email).delete()
    row.history.all().delete()
    pk = row.pk
    row.delete()
    Subscriber.history.filter(id=pk).delete()  # what the deletion itself wrote down
    Suppression.objects.get_or_create(
        space_id=scope.current().home_id, address=hidden_address(email), defaults={"reason": Reason.WIPED, "since": at}
    )


@operation(BulletinPermission.READERS)
def take_out(*, reader_id: int, reason: str, by: Actor, at: datetime) -> None:
    """By hand: the address gets no bulletin until its owner opts in afresh. Raises Refused."""
    if not clean_line(reason):
        raise Refused("Say why.")
    row = Subscriber.objects.get(pk=reader_id)
    suppress(row.email, Reason.ASKED, clean_line(reason), at)


@dataclass(frozen=True)
class ListRow:
    """A line of an old list."""

    email: str
    wishes: Wishes
    agreed_at: datetime | None = None


@operation(BulletinPermission.READERS)
def import_list(
    *, rows: Sequence[ListRow], basis: str, source: str, wording: str, upload_id: int, purpose: str, by: Actor,
    at: datetime,
) -> tuple[int, int]:  # fmt: skip
    """(how many came in, how many were left out: known here or suppressed). Raises Refused."""
    take_upload(upload_id=upload_id, purpose=purpose, by=by, at=at)
    return bring_in(rows=rows, basis=basis, source=source, wording=wording, by=by, at=at)


@operation(BulletinPermission.READERS)
def bring_in(
    *, rows: Sequence[ListRow], basis: str, source: str, wording: str = "", by: Actor, at: datetime
) -> tuple[int, int]:  # fmt: skip
    """See `import_list`. Consent needs the wording that was agreed to, and for each line the day. Raises Refused."""
    if basis not in Basis.values:
        raise Refused("Say on which lawful basis these people get the bulletin.")
    if not clean_line(source):
        raise Refused("Say where the list comes from.")
    if basis == Basis.CONSENT and (not clean_line(wording) or any(row.agreed_at is None for row in rows)):
        raise Refused("Consent needs what was agreed to, and for each line the day on which it was.")
    emails = list(dict.fromkeys(row.email.strip().lower() for row in rows))
    known = set(Subscriber.objects.filter(email__in=emails).order_by().values_list("email", flat=True))
    barred = suppressed_among(emails) | known
    home, made, seen = scope.current().home_id, [], set[str]()
    for row in rows:
        email = row.email.strip().lower()
        if email in barred or email in seen:
            continue
        seen.add(email)
        new = Subscriber(
            space_id=home, email=email, token=new_token(), state=State.ACTIVE, basis=basis,
            source=clean_line(source)[:200], wording=wording.strip(), asked_at=row.agreed_at or at,
            confirmed_at=row.agreed_at or at,
        )  # fmt: skip
        _wish(new, row.wishes)
        made.append(new)
    Subscriber.objects.bulk_create(made, batch_size=500)
    return len(made), len(emails) - len(made)


@operation(BulletinPermission.READERS)
def move_domain(*, old: str, new: str, by: Actor, at: datetime) -> int:
    """A body's mail moved: its readers' addresses go along, and those that only came back are free. Raises Refused.

    Who left, complained or was wiped stays out: that was their owner's word, not the old domain's.
    """
    old, new = (name.strip().lower().lstrip("@") for name in (old, new))
    if not old or not new or "." not in new or old == new:
        raise Refused("Give both domains, such as old.example.org and new.example.org.")
    moved = 0
    for row in Subscriber.objects.filter(email__endswith=f"@{old}"):
        email = f"{row.email.rpartition('@')[0]}@{new}"
        if Subscriber.objects.filter(email=email).exists():
            continue
        came_back = Suppression.objects.filter(address=row.email, reason__in=[Reason.HARD, Reason.SOFT])
        Suppression.objects.filter(address=row.email).exclude(reason__in=[Reason.HARD, Reason.SOFT]).update(
            address=email
        )
        if came_back.delete()[0] and row.state == State.STOPPED:
            row.state = State.ACTIVE
        row.email, row.soft_bounces = email, 0
        row.save()
        moved += 1
    return moved


@operation(None)
def drop_unconfirmed(*, by: Actor, at: datetime) -> int:
    """Asked for and never confirmed: gone after thirty days. The schedule's: no permission."""
    rows = Subscriber.objects.filter(state=State.PENDING, asked_at__lt=at - UNCONFIRMED_FOR)
    ids = list(rows.values_list("pk", flat=True))
    rows.delete()
    Subscriber.history.filter(id__in=ids).delete()
    return len(ids)


def reader_of(token: str) -> tuple[Subscriber | None, Delivery | None]:
    """By a reader's own token, or by the one of a mail that they got."""
    row = Subscriber.objects.filter(token=token).first()
    if row is not None:
        return row, None
    delivery = Delivery.objects.filter(token=token).select_related("subscriber").first()
    return (delivery.subscriber if delivery else None), delivery


def _reader(token: str) -> Subscriber:
    row, _ = reader_of(token)
    if row is None:
        raise Refused("This link is not valid any more.")
    return row


def _wish(row: Subscriber, wishes: Wishes) -> None:
    row.topics = [topic for topic in TOPICS if topic in wishes.topics]
    row.sector = wishes.sector if wishes.sector in SECTORS else ""
    row.agency, row.name = clean_line(wishes.agency)[:200], clean_line(wishes.name)[:120]
