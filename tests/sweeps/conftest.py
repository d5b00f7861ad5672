"""The sweeps ask a hundred thousand times, so they ask a site that keeps what a process keeps in production."""

from collections.abc import Iterator
from typing import Any

import pytest

from throughline.foundation.tenancy import kept, middleware
from throughline.publishing.website import frame

LONGER_THAN_A_SWEEP = 3600  # seconds


@pytest.fixture
def as_served(settings: Any) -> Iterator[None]:
    """Hosts, scopes and the frame of a page are asked for once. Nothing is kept from another test's world."""
    settings.HOST_SECONDS = settings.FRAME_SECONDS = LONGER_THAN_A_SWEEP
    for process in (middleware._served, kept._kept, frame._kept):
        process.clear()
    yield
    for process in (middleware._served, kept._kept, frame._kept):
        process.clear()
