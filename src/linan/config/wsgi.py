"""The WSGI application that `linan web` serves."""

import os

from django.core.wsgi import get_wsgi_application

from linan.ground.log_setup import set_up_logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
application = get_wsgi_application()
set_up_logs()
