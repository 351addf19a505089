"""`linan intake`: what devices send."""

from argparse import Namespace

import structlog
import uvloop
from django.conf import settings
from prometheus_client import start_http_server

from linan.ground.log_setup import set_up_logs
from linan.monitoring.intake import serve

log = structlog.get_logger()


def run(arguments: Namespace) -> int:
    """Take in until told to stop."""
    set_up_logs()
    _serve_figures()
    uvloop.run(serve())
    return 0


def _serve_figures() -> None:
    """Answer Prometheus; a second intake that stands by on the same machine leaves the port to the first."""
    try:
        start_http_server(settings.INTAKE_METRICS_PORT, addr="127.0.0.1")
    except OSError:
        log.warning("figures_not_served", port=settings.INTAKE_METRICS_PORT)
