"""Two partnerships with their public sites, and the admin of a library whose templates we do not answer for."""

import gc
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.template import engines
from django.test import Client

from throughline.foundation.access.actors import system_actor
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.website.models import PartnershipSite
from throughline.publishing.website.operations import make_site


def made_site(partnership: Any) -> PartnershipSite:
    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        make_site(partnership=partnership, by=system_actor("command line"))
    return site_of(partnership)


def site_of(partnership: Any) -> PartnershipSite:
    return PartnershipSite.objects.select_related("site__root_page", "collection", "editors").get(
        partnership=partnership
    )


@pytest.fixture
def medway_site(partnership: Any) -> PartnershipSite:
    return made_site(partnership)


@pytest.fixture
def kent_site(other_partnership: Any) -> PartnershipSite:
    return made_site(other_partnership)


@pytest.fixture
def medway(partnership: Any) -> Client:
    return Client(headers={"host": "medway.localhost"})


@pytest.fixture
def kent(other_partnership: Any) -> Client:
    return Client(headers={"host": "kent.localhost"})


@pytest.fixture
def lenient_templates() -> Iterator[None]:
    """Wagtail's own templates print variables that are not there."""
    engine: Any = engines["django"].engine
    strict, engine.string_if_invalid = engine.string_if_invalid, ""
    yield
    engine.string_if_invalid = strict
    gc.collect()  # what Wagtail left open ends here, not in another test
