"""The doctor says what is wrong with an installation, and what to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linan.ground.database import server
from tests.config.installation import A_LOG_OF_THREE_ROWS, Installation

A_GIVEN_UP_REACTION = """
import django; django.setup()
from linan.ground.announcements.models import DeadLetter, Logged
from linan.ground.clock import now
DeadLetter.objects.create(handler="gone.gone", logged=Logged.objects.first(), failures=DeadLetter.GIVEN_UP, error="Gone", at=now())
"""
SETTLED = "import django; django.setup()\nfrom linan.ground.announcements.models import DeadLetter; DeadLetter.objects.all().delete()"
A_DAY_LONG_GONE = """
import django; django.setup()
from datetime import UTC, datetime
from django.db import connection
from linan.monitoring.actions.partitions import ensure_partitions
at = datetime(2026, 1, 2, 3, 12, tzinfo=UTC)
ensure_partitions(0, now=at, back=0)
connection.cursor().execute("insert into monitoring_reading values (1, %s, %s, 0.5)", [at, at])
"""
A_CHANGED_ROW = """
import django; django.setup()
from django.db import connection
connection.cursor().execute("alter table announcements_logged disable trigger user")
connection.cursor().execute("update announcements_logged set payload = '{}' where id = (select min(id) from announcements_logged)")
"""


A_WAITING_ENTRY = """
import django; django.setup()
import numpy as np
from django.db import connection
from linan.monitoring.intake.journal import KEEP, Journal
at_us = 1_767_323_520_000_000
entry = Journal().entry(np.array([1], np.int32), np.array([at_us]), np.array([0.5]), at_us)
connection.cursor().execute(KEEP, entry.row)
"""
THE_ENTRY_MOVED = """
import django; django.setup()
from linan.monitoring.intake.store import Store
Store().open()
"""


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with three sealed rows."""
    here = Installation(tmp_path_factory.mktemp("well"))
    server.ensure_running(here.data, durable=False)
    here.run("migrate")
    here.python("-c", A_LOG_OF_THREE_ROWS)
    yield here
    server.stop(here.data)


def test_tables_that_are_missing_are_named_with_the_command_that_makes_them(tmp_path: Path) -> None:
    said = Installation(tmp_path / "new").run("doctor")

    assert said.returncode == 1
    assert "✗" in said.stdout
    assert "./run linan migrate" in said.stdout


def test_a_server_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    said = Installation(tmp_path / "away", url="postgresql://linan@127.0.0.1:1/linan").run("doctor")

    assert said.returncode == 1
    assert "DATABASE_URL" in said.stdout
    assert "Traceback" not in said.stderr


def test_a_reaction_that_was_given_up_wants_mending_until_it_is_settled(well: Installation) -> None:
    well.python("-c", A_GIVEN_UP_REACTION)

    before = _lines_of_the_database(well)
    well.python("-c", SETTLED)

    assert before == ["✓", "✓", "✓", "✓", "✓", "✗", "✓"]
    assert _lines_of_the_database(well) == ["✓"] * 7


def test_a_changed_log_is_told(well: Installation) -> None:
    well.python("-c", A_CHANGED_ROW)

    assert _lines_of_the_database(well) == ["✓", "✓", "✓", "✓", "✓", "✓", "✗"]


def test_a_day_of_readings_that_should_be_closed_is_named_until_it_is(well: Installation) -> None:
    well.python("-c", A_DAY_LONG_GONE)

    before = well.run("doctor").stdout
    closed = well.run("archive")

    assert "2026-01-02" in before
    assert closed.stdout.splitlines() == ["✓ 2026-01-02"]
    assert "2026-01-02" not in well.run("doctor").stdout


def test_a_file_of_a_closed_day_that_is_gone_is_told(well: Installation) -> None:
    well.python("-c", A_DAY_LONG_GONE)
    well.run("archive")
    gone = max((well.data / "readings" / "2026").glob("2026-01-02.*.parquet"))
    gone.rename(gone.with_suffix(".away"))

    said = well.run("doctor").stdout
    gone.with_suffix(".away").rename(gone)

    assert gone.name in said


def test_readings_that_nobody_puts_in_their_place_are_told(well: Installation) -> None:
    well.python("-c", A_WAITING_ENTRY)

    before = _lines_of_the_database(well)[3]
    well.python("-c", THE_ENTRY_MOVED)

    assert [before, _lines_of_the_database(well)[3]] == ["✗", "✓"]


def _lines_of_the_database(installation: Installation) -> list[str]:
    """Return the marks of server, clock, tables, readings, retention, reactions and log."""
    return [line[0] for line in installation.run("doctor").stdout.splitlines()[-8:-1]]
