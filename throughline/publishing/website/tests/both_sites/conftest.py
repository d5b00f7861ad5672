"""Medway and Kent with their public sites, made once for a module: writing a site's pages takes a second or two."""

from collections.abc import Callable
from typing import Any

import pytest

from conftest import make_kent, make_medway
from throughline.foundation.tenancy.models import Partnership
from throughline.publishing.website.models import PartnershipSite
from throughline.publishing.website.tests.conftest import made_site, site_of


@pytest.fixture(scope="module")
def both(for_the_module: Callable[..., Any]) -> None:
    for_the_module(lambda: [made_site(make()) for make in (make_medway, make_kent)])


@pytest.fixture
def partnership(both: None, db: None) -> Partnership:
    return Partnership.objects.get(slug="medway")


@pytest.fixture
def other_partnership(both: None, db: None) -> Partnership:
    return Partnership.objects.get(slug="kent")


@pytest.fixture
def medway_site(partnership: Partnership) -> PartnershipSite:
    return site_of(partnership)


@pytest.fixture
def kent_site(other_partnership: Partnership) -> PartnershipSite:
    return site_of(other_partnership)
