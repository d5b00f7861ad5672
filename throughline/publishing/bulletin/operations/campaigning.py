"""A campaign's kit, and what its channels reached."""

from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.documents.api import AcceptedUpload, add_upload
from throughline.foundation.tenancy import scope
from throughline.publishing.bulletin.files import POSTER
from throughline.publishing.bulletin.models import CampaignKit, ChannelCount, KitPost
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.rules.cleaning import clean, clean_line, clean_link


@dataclass(frozen=True)
class KitWords:
    title: str
    says: str
    first: date
    last: date
    link: str = ""
    poster: AcceptedUpload | None = None


@operation(BulletinPermission.WRITE)
def write_kit(*, kit_id: int | None, words: KitWords, by: Actor, at: datetime) -> CampaignKit:
    """A new one without `kit_id`. Raises Refused, CampaignKit.DoesNotExist."""
    row = CampaignKit(space_id=scope.current().home_id) if kit_id is None else CampaignKit.objects.get(pk=kit_id)
    if words.last < words.first:
        raise Refused("The campaign ends before it begins.")
    row.title, row.says = clean_line(words.title)[:150], clean(words.says)
    row.first, row.last, row.link = words.first, words.last, clean_link(words.link)[:500]
    if not row.title:
        raise Refused("Give the campaign a title.")
    if words.poster is not None:
        row.poster = add_upload(by=by, at=at, upload=words.poster, kind=POSTER)
    row.save()
    return row


@operation(BulletinPermission.WRITE)
def add_post(*, kit_id: int, day: date, channel: str, text: str, who: str, by: Actor, at: datetime) -> KitPost:
    """A text to copy on a day, and who posts it. Nothing is posted from here. Raises Refused."""
    kit = CampaignKit.objects.get(pk=kit_id)
    if not clean(text) or not clean_line(channel) or not clean_line(who):
        raise Refused("Give the text, the channel and who posts it.")
    if not kit.first <= day <= kit.last:
        raise Refused("The day is outside the campaign.")
    made: KitPost = KitPost.objects.create(
        space_id=kit.space_id, kit=kit, day=day, channel=clean_line(channel)[:60], text=clean(text),
        who=clean_line(who)[:120],
    )  # fmt: skip
    return made


@operation(BulletinPermission.WRITE)
def mark_posted(*, kit_id: int, post_id: int, by: Actor, at: datetime) -> None:
    """Somebody says that they posted it. Raises KitPost.DoesNotExist."""
    row = KitPost.objects.get(pk=post_id, kit_id=kit_id)
    if row.posted_at is None:
        row.posted_at, row.posted_by = at, by.user
        row.save()


@operation(BulletinPermission.WRITE)
def record_channel(
    *, channel: str, month: date, followers: int, views: int, by: Actor, at: datetime
) -> ChannelCount:  # fmt: skip
    """Once a month; entered again, it replaces what stood there, with its history. Raises Refused."""
    name = clean_line(channel)[:60]
    if not name:
        raise Refused("Name the channel.")
    first = month.replace(day=1)
    row = ChannelCount.objects.filter(channel=name, month=first).first()
    row = row or ChannelCount(space_id=scope.current().home_id, channel=name, month=first)
    row.followers, row.views = followers, views
    row.save()
    return row
