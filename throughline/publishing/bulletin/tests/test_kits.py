"""A campaign's kit: dated posts to copy, who posts, what the channels reached. Nothing is posted by itself."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture

from throughline.foundation.access.operations import Refused
from throughline.publishing.bulletin.forms import KitForm
from throughline.publishing.bulletin.models import CampaignKit, ChannelCount, KitPost
from throughline.publishing.bulletin.operations import campaigning
from throughline.publishing.bulletin.operations.campaigning import KitWords

pytestmark = pytest.mark.django_db
DAY, POST = date(2024, 3, 18), {"channel": "Facebook", "text": "Look closer.", "who": "The council"}


@pytest.fixture
def kit(writer: Any, at: datetime) -> CampaignKit:
    words = KitWords("Awareness Day", "Why <script>alert(1)</script>it matters", date(2024, 3, 11), DAY)
    return campaigning.write_kit(kit_id=None, words=words, by=writer, at=at)


def test_posts_stand_on_days_of_the_campaign_and_somebody_says_that_they_posted(
    kit: CampaignKit, writer: Any, at: datetime
) -> None:
    assert "<script>" not in kit.says
    for day in (date(2024, 3, 10), date(2024, 3, 19)):
        with pytest.raises(Refused, match="outside the campaign"):
            campaigning.add_post(kit_id=kit.pk, day=day, by=writer, at=at, **POST)
    with pytest.raises(Refused, match="who posts it"):
        campaigning.add_post(kit_id=kit.pk, day=DAY, by=writer, at=at, **{**POST, "who": " "})
    post = campaigning.add_post(kit_id=kit.pk, day=DAY, by=writer, at=at, **POST)
    assert post.posted_at is None
    for _ in range(2):
        campaigning.mark_posted(kit_id=kit.pk, post_id=post.pk, by=writer, at=at)
    row = KitPost.objects.get()
    assert (row.posted_at, row.posted_by) == (at, writer.user)
    with pytest.raises(KitPost.DoesNotExist):
        campaigning.mark_posted(kit_id=kit.pk + 1, post_id=post.pk, by=writer, at=at)
    with pytest.raises(Refused, match="ends before it begins"):
        campaigning.write_kit(kit_id=kit.pk, words=KitWords("A", "B", DAY, date(2024, 3, 1)), by=writer, at=at)


def test_a_poster_is_for_everybody_and_is_a_picture_or_a_pdf(
    kit: CampaignKit, writer: Any, at: datetime, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    days = {f"{end}_{part}": getattr(DAY, part) for end in ("first", "last") for part in ("day", "month", "year")}
    out = BytesIO()
    Picture.new("RGB", (4, 3), "navy").save(out, "PNG")
    sent = lambda name, content: KitForm(  # noqa: E731
        {"title": "Awareness Day", "says": "Why", **days}, {"poster": SimpleUploadedFile(name, content)}
    )
    assert not sent("poster.png", b"<script>alert(1)</script>").is_valid()
    form = sent("poster.png", out.getvalue())
    assert form.is_valid(), form.errors
    words = KitWords("Awareness Day", "Why", DAY, DAY, poster=form.cleaned_data["poster"])
    row = campaigning.write_kit(kit_id=kit.pk, words=words, by=writer, at=at)
    answer = Client(headers={"host": "medway.localhost"}).get(row.poster.get_absolute_url())
    assert answer.getvalue().startswith(b"\x89PNG")


def test_followers_and_views_are_entered_once_a_month_and_corrected(writer: Any, at: datetime) -> None:
    for day, followers in ((date(2024, 1, 31), 900), (date(2024, 1, 5), 910), (date(2024, 2, 1), 950)):
        campaigning.record_channel(channel="LinkedIn", month=day, followers=followers, views=40, by=writer, at=at)
    rows = ChannelCount.objects.order_by("month").values_list("month", "followers")
    assert list(rows) == [(date(2024, 1, 1), 910), (date(2024, 2, 1), 950)]
    with pytest.raises(Refused, match="Name the channel"):
        campaigning.record_channel(channel=" ", month=DAY, followers=1, views=1, by=writer, at=at)
