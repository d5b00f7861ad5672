"""The committed build: nothing missing, nothing from elsewhere, nothing that is licensed for gov.uk hosts alone."""

import json
import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files import File

STATIC = Path(__file__).parents[1] / "static" / "ui"
ROOT = Path(__file__).parents[4]
CSS = (STATIC / "throughline.css").read_text()


def test_every_file_that_the_style_sheet_names_is_there() -> None:
    named = [url.strip("\"'") for url in re.findall(r"url\(([^)]*)\)", CSS)]
    assert len(named) == 5
    assert [url for url in named if not (STATIC / url).is_file()] == []
    assert sorted(Path(url).name for url in named) == sorted(path.name for path in (STATIC / "fonts").iterdir())


def test_nothing_is_asked_of_another_host() -> None:
    assert not re.search(r"@import|url\([\"']?(https?:)?//", CSS)
    for path in STATIC.glob("*.js"):
        assert not re.search(r"""["'(](https?:)?//""", path.read_text()), path.name


def test_neither_font_nor_crest_of_govuk_is_used() -> None:
    assert not re.search(r"transport|crest|crown", CSS, re.IGNORECASE)


def test_the_build_is_of_the_pinned_version_and_the_script_imports_it() -> None:
    pinned = json.loads((ROOT / "frontend/package.json").read_text())["devDependencies"]["govuk-frontend"]
    assert f'--govuk-frontend-version: "{pinned}"' in CSS
    built = [path.name for path in STATIC.glob("govuk-frontend-*.js")]
    assert built == [f"govuk-frontend-{pinned}.min.js"]
    assert f'from "./{built[0]}"' in (STATIC / "app.js").read_text()


def test_every_component_that_a_template_starts_has_its_styles() -> None:
    pages = [path.read_text() for path in (ROOT / "throughline").glob("**/templates/**/*.html")]
    started = {name for page in pages for name in re.findall(r'data-module="(govuk-[\w-]+)"', page)}
    assert {"govuk-button", "govuk-exit-this-page"} <= started
    assert [name for name in sorted(started) if not re.search(rf"\.{name}[_{{,]", CSS)] == []


def test_the_licences_stand_beside_what_they_license() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "licences/atkinson-hyperlegible-next-OFL.txt").read_text()
    assert "MIT License" in (STATIC / "licences/govuk-frontend-LICENSE.txt").read_text()


def test_the_lock_file_names_no_host() -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_the_files_can_be_named_by_their_content(tmp_path: Path) -> None:
    storage = ManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    paths: dict[str, Any] = {}
    for path in STATIC.rglob("*"):
        if path.is_file():
            name = f"ui/{path.relative_to(STATIC)}"
            with path.open("rb") as opened:
                storage.save(name, File(opened))
            paths[name] = (storage, name)
    results = {name: outcome for name, _, outcome in storage.post_process(paths)}
    assert [name for name, outcome in results.items() if isinstance(outcome, Exception)] == []
    assert set(paths) <= set(results)
