import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.config.settings")
application = get_wsgi_application()

from throughline.config.preparing import refuse_demonstration_data  # noqa: E402  (needs the apps to be loaded)

refuse_demonstration_data()

# What was loaded to serve stays: collecting garbage need not look through it again, nor as often as Python would.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
