"""`linan web`: the pages and the API under granian."""

import os
import shutil
from argparse import Namespace

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

from linan.ground.log_setup import set_up_logs

# The server's own words go the way of all others: one JSON object a line.
_LOGGERS = {"loggers": {"_granian": {"handlers": [], "propagate": True}}}


def run(arguments: Namespace) -> int:
    """Serve until told to stop. One thread a worker: Django answers fastest so, and two workers fill two cores."""
    set_up_logs()
    _make_place_for_figures()
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
        log_dictconfig=_LOGGERS,
    ).serve()
    return 0


def _make_place_for_figures() -> None:
    """Let the workers count in files of one folder, so that any of them can tell the figures of all."""
    folder = settings.DATA / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
