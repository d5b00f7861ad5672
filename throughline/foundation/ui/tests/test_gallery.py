"""The gallery shows every component, and its labels and references fit together. In a browser: tests/browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

COMPONENTS = Path(__file__).parents[1] / "templates" / "ui" / "components"
PARTS_OF_OTHERS = {"cell.html", "messages.html"}


@pytest.mark.django_db
def test_the_gallery_uses_every_component(partnership: Any) -> None:
    response = Client(headers={"host": "medway.localhost"}).get("/gallery/")
    assert response.status_code == 200
    used = {Path(template.name).name for template in response.templates if "/components/" in str(template.name)}
    assert {path.name for path in COMPONENTS.glob("*.html")} - PARTS_OF_OTHERS - used == set()


@pytest.mark.django_db
def test_every_id_of_the_gallery_is_there_once_and_every_reference_leads_somewhere(partnership: Any) -> None:
    html = Client(headers={"host": "medway.localhost"}).get("/gallery/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    references = re.findall(r'\s(?:for|aria-labelledby|aria-controls|data-aria-controls)="([^"]+)"', html)
    references += [each for group in re.findall(r'aria-describedby="([^"]+)"', html) for each in group.split()]
    references += re.findall(r'href="#([^"]+)"', html)
    assert set(references) - set(ids) == set()
