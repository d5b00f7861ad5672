"""Production as it is deployed: Django's own checks find nothing, and none of them is silenced."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from throughline.config.starting import ROOT


@pytest.mark.slow
def test_the_deployment_checks_find_nothing(tmp_path) -> None:
    environment = {
        **os.environ, "THROUGHLINE_MODE": "production", "DATA_DIR": str(tmp_path), "DATABASE_URL": "",
        "ALLOWED_HOSTS": "site.example.org", "MAIL_URL": "smtp://mail.example.org:587?tls=true",
        "MAIL_FROM": "no-reply@example.org",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "System check identified no issues (0 silenced)."
    assert settings.SILENCED_SYSTEM_CHECKS == []
