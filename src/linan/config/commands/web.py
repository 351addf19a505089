"""`linan web`: the pages and the API under granian."""

import os
from argparse import Namespace

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces


def run(arguments: Namespace) -> int:
    """Serve until told to stop. One thread a worker: Django answers fastest so, and two workers fill two cores."""
    Granian(
        "linan.config.wsgi:application",
        address=settings.BIND,
        port=settings.WEB_PORT,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("LINAN_WEB_WORKERS", "2")),
        blocking_threads=1,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        websockets=False,
    ).serve()
    return 0
