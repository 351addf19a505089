"""Figures of the pages: by the name of an address, of all workers together, to this machine only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ONE_ANSWER = """
import django; django.setup()
from linan.config.figures import TOOK
TOOK.labels("monitoring:desk", "2xx").observe(0.02)
"""
ALL_FIGURES = """
import django; django.setup()
from django.test import RequestFactory
from linan.config.figures import metrics
print(metrics(RequestFactory().get("/metrics")).content.decode())
"""


@pytest.mark.django_db
def test_a_page_is_counted_under_its_name_and_never_under_what_was_asked() -> None:
    client = Client()
    client.get("/accounts/login/?next=13800000000")

    said = client.get("/metrics").content.decode()

    assert 'linan_page_seconds_count{answer="2xx",page="account_login"}' in said
    assert "13800000000" not in said


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", [{"REMOTE_ADDR": "10.0.0.5"}, {"headers": {"X-Forwarded-For": "10.0.0.5"}}])
def test_figures_are_not_for_other_machines(elsewhere: dict[str, str]) -> None:
    assert Client().get("/metrics", **elsewhere).status_code == 404


def test_any_worker_tells_what_all_have_counted(tmp_path: Path) -> None:
    for _worker in range(2):
        _python(ONE_ANSWER, tmp_path)

    said = _python(ALL_FIGURES, tmp_path)

    assert 'linan_page_seconds_count{answer="2xx",page="monitoring:desk"} 2.0' in said


def _python(statements: str, folder: Path) -> str:
    environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "linan.config.settings"}
    done = subprocess.run([sys.executable, "-c", statements], env=environ, capture_output=True, text=True, check=True)
    return done.stdout
