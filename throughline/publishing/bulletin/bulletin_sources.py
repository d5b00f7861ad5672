"""What the records give the bulletin: sessions, published reviews, what is new in the library, campaigns, new figures,
numbers to call."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.office.dataset import api as dataset
from throughline.office.partnership import api as partnership
from throughline.office.reviews import api as reviews
from throughline.office.training import api as training
from throughline.publishing.bulletin.models import KeyMessages
from throughline.publishing.bulletin.queries.campaigns import kits_between
from throughline.publishing.bulletin.queries.messages import GROUP, messages_between
from throughline.publishing.bulletin.rules.content import Row
from throughline.publishing.bulletin.sources import Change, register_changes, register_list
from throughline.publishing.library import api as library

SESSION, REVIEW, DOCUMENT = "training.session:", "reviews.review:", "library.document:"
A_DAY = timedelta(days=1)
AHEAD = timedelta(days=60)  # how far a first draft's training list looks
CALLED = (
    ("emergency", "A child is in danger now", "999"),
    ("worried_about_a_child_phone", "You think that a child is being harmed: children’s services", ""),
    ("out_of_hours_phone", "In the evening, at night and at the weekend", ""),
    ("police_non_emergency", "A crime that is not an emergency: the police", "101"),
)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def sessions(first: date, last: date) -> list[Row]:
    """Every session that is on and starts on a day between the two, both included."""
    return [
        Row(session.title, f"{session.when}. {_capital(session.mode)}. {session.places}", session.url,
            f"{SESSION}{session.id}")
        for session in training.sessions() if first <= session.starts.date() <= last
    ]  # fmt: skip


def published(first: date, last: date) -> list[Row]:
    page = reverse("website:learning")
    return [
        Row(row.name, f"{_capital(row.kind)}, published {formats.month(row.published_from)}", f"{page}#{row.slug}",
            f"{REVIEW}{row.id}")
        for row in reviews.published_between(first, last) if row.published_from is not None
    ]  # fmt: skip


def numbers(contacts: Iterable[partnership.ContactRow] | None = None) -> list[Row]:
    """Whom to call, as on record; 999 and 101 are national. One query, none where the contacts are given."""
    on_record = {row.kind: row.value for row in (partnership.contacts() if contacts is None else contacts)}
    rows = [(label, on_record.get(kind) or national) for kind, label, national in CALLED]
    return [Row(label, phone) for label, phone in rows if phone]


def training_changes(since: date, until: date, today: date) -> list[Change]:
    """From the issue's day, or tomorrow where that is later: what has begun nobody can book."""
    first, last = max(until, today + A_DAY), until + AHEAD
    number = len(sessions(first, last))
    if not number:
        return []
    why = f"{number} session{'s' if number > 1 else ''} from {formats.day(first)} to {formats.day(last)}."
    return [Change("training.list", "training", "Training coming up", why, first=first, last=last)]


def review_changes(since: date, until: date, today: date) -> list[Change]:
    last = until - A_DAY
    rows = published(since, last)
    if not rows:
        return []
    why = f"{len(rows)} review{'s were' if len(rows) > 1 else ' was'} published since {formats.day(since)}."
    return [Change("reviews.list", "reviews", "Reviews published", why, first=since, last=last)]


def campaigns(first: date, last: date) -> list[Row]:
    """Campaigns that have a kit and run in these days, then the library's awareness days without one; by their day."""
    days = {day.title.casefold(): day for day in library.campaigns_between(first, last)}
    rows = []
    for kit in kits_between(first, last):
        known = days.pop(kit.title.casefold(), None)
        note = f"{formats.day_range(kit.first, kit.last)}. {' '.join(kit.says.split())[:200]}"
        link = kit.link or (known.url if known else "")
        rows.append((kit.first, Row(kit.title, note, link, f"bulletin.kit:{kit.pk}")))
    rows += [
        (day.first, Row(day.title, f"{formats.day_range(day.first, day.last)}.", day.url)) for day in days.values()
    ]
    return [row for _, row in sorted(rows, key=lambda each: (each[0], each[1].title))]


def documents(first: date, last: date) -> list[Row]:
    """What came or was superseded in the library between the two days, the newest first."""
    return [
        Row(entry.title, f"{entry.kind}, {formats.day(entry.day)}. {' '.join(entry.summary.split())[:200]}".strip(),
            entry.url, f"{DOCUMENT}{entry.key.rpartition(':')[2]}")
        for entry in library.new_between(first, last)
    ]  # fmt: skip


def library_changes(since: date, until: date, today: date) -> list[Change]:
    last = until - A_DAY
    rows = documents(since, last)
    if not rows:
        return []
    why = f"{len(rows)} document{'s are' if len(rows) > 1 else ' is'} new or changed since {formats.day(since)}."
    return [Change("library.list", "library", "New in the library", why, first=since, last=last)]


def campaign_changes(since: date, until: date, today: date) -> list[Change]:
    first, last = next_month(until), next_month(next_month(until)) - timedelta(days=1)
    number = len(campaigns(first, last))
    if not number:
        return []
    why = f"{number} campaign{'s run' if number > 1 else ' runs'} in {formats.month(first)}."
    return [Change("campaigns.list", "campaigns", "Campaigns next month", why, first=first, last=last)]


def message_changes(since: date, until: date, today: date) -> list[Change]:
    """A block for each group that has said something since the last issue."""
    by_group: dict[int, list[KeyMessages]] = {}
    last = until - A_DAY
    for row in messages_between(since, last):
        by_group.setdefault(row.group_id, []).append(row)
    return [
        Change(f"{GROUP}{group_id}", "messages", f"Key messages: {rows[0].group.name}",
               f"It met on {' and '.join(formats.day(row.met_on) for row in rows)}.", first=since, last=last)
        for group_id, rows in by_group.items()
    ]  # fmt: skip


def figure_changes(since: date, until: date, today: date) -> list[Change]:
    """Indicators released as open data before the issue's day, each by reference to that release."""
    found = dataset.open_figures(since, until - A_DAY)
    if not found:
        return []
    many = "1 indicator was" if len(found) == 1 else f"{len(found)} indicators were"
    text = "\n".join(f"- [{each.title}]({each.url}): {each.says}" for each in found)
    return [
        Change("dataset.open", "item", "New figures", f"{many} released as open data since {formats.day(since)}.",
               text=text, link_text="All open data", link_url=reverse("open_data:catalogue"))
    ]  # fmt: skip


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


register_changes("training", training_changes)
register_changes("campaigns", campaign_changes)
register_changes("library", library_changes)
register_changes("messages", message_changes)
register_changes("dataset", figure_changes)
register_changes("reviews", review_changes)
register_list("training", sessions, empty="No session is on the calendar for these days.")
register_list("library", documents, empty="Nothing in the library is new or changed in these days.")
register_list("campaigns", campaigns, empty="No campaign runs in these days.")
register_list("reviews", published, empty="No review was published in these days.")
