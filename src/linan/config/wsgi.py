"""The WSGI application that `linan web` serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from linan.ground.log_setup import set_up_logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
application = get_wsgi_application()
set_up_logs()
# What the program itself consists of lives as long as it does: the collector need not walk it in the middle of a page.
gc.collect()
gc.freeze()
