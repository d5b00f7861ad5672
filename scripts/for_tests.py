"""The environment that tests run in, set before Django reads its settings (`-p scripts.for_tests` in pyproject.toml).

A folder of its own that goes away afterwards, the local mode, and none of the settings of whoever runs the tests but
the database's address.
"""

import atexit
import os
import shutil
import tempfile

if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="throughline-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ["THROUGHLINE_MODE"] = "local"
for name in (
    "AS_AT",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "MAIL_URL",
    "BEHIND_PROXY",
    "CSRF_TRUSTED_ORIGINS",
    "THROUGHLINE_BENCH",
):
    os.environ.pop(name, None)
os.environ["SECURITY_CONTACT"] = "security@example.org"  # its page is there and is swept with all others
for name in [name for name in os.environ if name.startswith("OPENID_")]:
    del os.environ[name]
