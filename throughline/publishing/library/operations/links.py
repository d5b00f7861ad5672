"""What was found on public pages, and how it answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.weblinks import Answer
from throughline.publishing.library.models import CheckedLink
from throughline.publishing.library.notices import BrokenLinks

VERDICTS = {Answer.GOOD: "ok", Answer.UNSURE: "warning", Answer.GONE: "broken"}


@dataclass(frozen=True)
class Place:
    """A link and where it stands."""

    url: str
    place: str
    place_url: str
    owner_email: str = ""


@operation(None)
def record_places(*, places: Sequence[Place], by: Actor) -> int:
    """The schedule's own. What stands nowhere any more is forgotten, what is known keeps its verdict. Returns how many
    links there are."""
    home = scope.current().home_id
    wanted = {(each.url[:1000], each.place_url[:300]): each for each in places}
    for row in CheckedLink.objects.filter(space_id=home):
        found = wanted.pop((row.url, row.place_url), None)
        if found is None:
            row.delete()
        elif (row.place, row.owner_email) != (found.place[:255], found.owner_email):
            row.place, row.owner_email = found.place[:255], found.owner_email
            row.save()
    for (url, place_url), each in wanted.items():
        CheckedLink(
            space_id=home, url=url, place=each.place[:255], place_url=place_url, owner_email=each.owner_email
        ).save()
    return len({(each.url, each.place_url) for each in places})


@operation(None)
def record_checks(
    *, verdicts: Mapping[str, tuple[str, str]], unit: Sequence[str], office: str, today: date, by: Actor, at: datetime
) -> int:
    """url → (verdict, what it says). Tells the owner of each page, or the business unit where it has none, what is
    newly broken: one message a person and day. `office`: address of the page that lists them. Returns how many are
    broken."""
    told: dict[str, list[str]] = {}
    broken = 0
    for row in CheckedLink.objects.filter(space_id=scope.current().home_id):
        if row.url not in verdicts:
            continue
        verdict, says = verdicts[row.url]
        if verdict == "broken":
            broken += 1
            if row.broken_since is None:
                row.broken_since = today
                for person in [row.owner_email] if row.owner_email else unit:
                    told.setdefault(person, []).append(f"{row.place}: {row.url} ({says})")
        else:
            row.broken_since = None
        row.verdict, row.says, row.checked_at = verdict, says[:200], at
        row.save()
    for person, lines in told.items():
        notice = BrokenLinks(lines=lines, url=site_link(office))
        put(notice, to=person, key=f"{notice.kind}:{today}:{person}", at=at)
    return broken
