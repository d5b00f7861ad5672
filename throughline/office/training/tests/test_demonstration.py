"""The demonstration's programme: loaded once, nothing in the year that was published."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.office.training.demonstration import load
from throughline.office.training.models import Interest, Session, Stall

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def test_it_is_loaded_once_and_leaves_the_published_year_alone(scoped, at) -> None:
    say = {"loader": system_actor("command line"), "domain": "medway.example.org", "real_at": at}
    assert (load(**say), load(**say)) == (13, 0)
    assert not Session.objects.filter(starts__lt=datetime(2024, 4, 1, tzinfo=LONDON)).exists()
    assert (Interest.objects.count(), Stall.objects.count()) == (3, 2)
    december = Session.objects.get(topic="Fathers and male carers")
    assert december.starts == datetime(2024, 12, 18, 12, 30, tzinfo=LONDON)
