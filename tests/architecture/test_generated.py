"""What is generated is up to date: migrations, import contracts, documents."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from throughline.config.management.commands.generate_docs import out_of_date

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_layers_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.django_db
def test_migrations_are_up_to_date() -> None:
    out = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)
    except SystemExit:
        pytest.fail(out.getvalue())


def test_the_generated_documents_are_up_to_date() -> None:
    assert out_of_date(ROOT / "docs" / "generated") == [], "Run ./manage generate_docs."
