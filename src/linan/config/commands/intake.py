"""`linan intake`: what devices send."""

from argparse import Namespace

import uvloop
from django.conf import settings
from prometheus_client import start_http_server

from linan.ground.log_setup import set_up_logs
from linan.monitoring.intake import serve


def run(arguments: Namespace) -> int:
    """Take in until told to stop."""
    set_up_logs()
    start_http_server(settings.INTAKE_METRICS_PORT, addr="127.0.0.1")
    uvloop.run(serve())
    return 0
