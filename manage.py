"""Django's command line. `./manage` is the same with its environment prepared."""

import os
import subprocess
import sys
import tempfile


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.config.settings")
    if sys.argv[1:2] in (["due"], ["spc"]):
        os.environ.pop("DATABASE_URL", None)  # these only compute: they ask no database, not even for its address
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    if sys.argv[1:2] == ["start"] and "--smoke" in sys.argv and not os.environ.get("DATA_DIR"):
        with tempfile.TemporaryDirectory(prefix="throughline-smoke-") as folder:
            sys.exit(subprocess.run([sys.executable, *sys.argv], env={**os.environ, "DATA_DIR": folder}).returncode)
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        settings.INSTALLED_APPS  # noqa: B018  (reads the settings now, so that a wrong one is said plainly)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        sys.exit(f"The database could not do it: {error}. What was not finished was not written.")


if __name__ == "__main__":
    main()
