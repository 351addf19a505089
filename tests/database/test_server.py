"""The private server: which folders it refuses, and that it comes back after a crash."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from linan.ground.database import server
from linan.ground.database.address import DATABASE, USER, socket_folder
from linan.ground.database.binaries import major_version
from linan.ground.database.refusals import (
    FolderDamaged,
    FolderForeign,
    FolderOfOtherVersion,
    NoRoom,
    ServerUnreachable,
)


@pytest.fixture(autouse=True)
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the private server, whatever the rest of the tests use."""
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose server is stopped afterwards."""
    folder = tmp_path / "data"
    yield folder
    server.stop(folder)


def _query(data: Path, statement: str) -> list[tuple[object, ...]]:
    place = str(socket_folder(data))
    with psycopg.connect(host=place, user=USER, dbname=DATABASE, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _postmaster(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


def _a_cluster(data: Path, **files: str) -> Path:
    folder = data / "postgres"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name.replace("_json", ".json")).write_text(text)
    return folder


def test_a_folder_without_its_version_is_refused_as_damaged(data: Path) -> None:
    _a_cluster(data, postgresql="x")

    with pytest.raises(FolderDamaged):
        server.ensure_running(data)


def test_a_database_of_another_program_is_refused(data: Path) -> None:
    _a_cluster(data, PG_VERSION=f"{major_version()}\n")

    with pytest.raises(FolderForeign):
        server.ensure_running(data)


def test_a_database_of_an_older_postgresql_is_refused_with_the_way_to_upgrade(data: Path) -> None:
    _a_cluster(data, PG_VERSION="14\n", linan_json="{}")

    with pytest.raises(FolderOfOtherVersion) as refused:
        server.ensure_running(data)

    assert (refused.value.values["found"], refused.value.values["wanted"]) == ("14", major_version())


def test_a_refused_folder_is_left_as_it_was(data: Path) -> None:
    folder = _a_cluster(data, PG_VERSION="14\n", linan_json="{}")

    with pytest.raises(FolderOfOtherVersion):
        server.ensure_running(data)

    assert sorted(path.name for path in folder.iterdir()) == ["PG_VERSION", "linan.json"]


def test_a_full_disk_is_told_before_anything_is_written(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LEAST_ROOM_MB", 10**12)

    with pytest.raises(NoRoom) as refused:
        server.ensure_running(data)

    assert refused.value.values["folder"] == str(data)
    assert not (data / "postgres").exists()


def test_what_was_committed_is_there_after_the_server_is_killed(data: Path) -> None:
    server.ensure_running(data)
    _query(data, "CREATE TABLE kept AS SELECT 7 AS n")

    os.kill(_postmaster(data), signal.SIGKILL)
    server.ensure_running(data)

    assert _query(data, "SELECT n FROM kept") == [(7,)]


def test_a_pid_that_now_is_another_program_does_not_block_the_start(data: Path) -> None:
    server.ensure_running(data)
    left_behind = (data / "postgres" / "postmaster.pid").read_text()
    server.stop(data)

    stale = left_behind.replace(left_behind.split()[0], str(os.getpid()), 1)
    (data / "postgres" / "postmaster.pid").write_text(stale)
    server.ensure_running(data)

    assert server.health(data).is_up


def test_parents_that_were_closed_meanwhile_are_opened_for_the_server_and_not_for_reading(data: Path) -> None:
    server.ensure_running(data)
    server.stop(data)
    data.parent.chmod(0o700)

    server.ensure_running(data)

    assert server.health(data).is_up
    assert stat.S_IMODE(data.parent.stat().st_mode) & 0o066 == 0


def test_pages_have_checksums_and_text_sorts_by_code_point_in_utf_8(data: Path) -> None:
    server.ensure_running(data)

    asked = "SELECT current_setting('data_checksums'), current_setting('server_encoding'), datlocale FROM pg_database"
    assert set(_query(data, asked)) == {("on", "UTF8", "C.UTF-8")}


def test_nobody_but_the_server_may_enter_the_folder_of_its_socket(data: Path) -> None:
    server.ensure_running(data)

    assert stat.S_IMODE(socket_folder(data).stat().st_mode) == 0o700
    assert _query(data, "SHOW listen_addresses") == [("",)]


def test_a_server_of_ours_that_does_not_answer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://linan@127.0.0.1:1/linan")

    with pytest.raises(ServerUnreachable):
        server.ensure_running(tmp_path)
