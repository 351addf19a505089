"""Backup and restore with a server of your own, named by DATABASE_URL."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from linan.ground.database import server
from linan.ground.database.address import USER, socket_folder
from tests.config.installation import A_LOG_OF_THREE_ROWS, Installation


@pytest.fixture(scope="module")
def your_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server that is not of the installations that use it: its socket folder."""
    data = tmp_path_factory.mktemp("yours")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        server.ensure_running(data, durable=False)
    yield socket_folder(data)
    server.stop(data)


def an_installation(data: Path, *, your_server: Path, database: str) -> Installation:
    """Return an installation on a new, empty database of your server."""
    with psycopg.connect(host=str(your_server), user=USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}")  # a name of this file, nothing from outside
    return Installation(data, url=f"postgresql://{USER}@/{database}?host={your_server}")


@pytest.fixture(scope="module")
def source(your_server: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with three sealed rows in a database of your server."""
    here = an_installation(tmp_path_factory.mktemp("source"), your_server=your_server, database="first")
    here.run("migrate")
    here.python("-c", A_LOG_OF_THREE_ROWS)
    return here


def test_no_server_is_started_where_one_is_named(source: Installation) -> None:
    assert "3 rows" in source.run("verify").stdout
    assert not (source.data / "postgres").exists()


def test_a_log_restored_into_another_database_ends_in_the_same_link(
    source: Installation, your_server: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "linan.tar"
    restored = an_installation(tmp_path / "restored", your_server=your_server, database="second")

    source.run("backup", str(backup))
    done = restored.run("restore", str(backup))

    assert done.returncode == 0, done.stderr
    assert restored.run("verify").stdout == source.run("verify").stdout


def test_a_backup_of_your_server_restores_into_the_private_one(source: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "linan.tar"
    private = Installation(tmp_path / "private")

    source.run("backup", str(backup))
    done = private.run("restore", str(backup))

    assert done.returncode == 0, done.stderr
    assert private.run("verify").stdout == source.run("verify").stdout


def test_a_database_that_holds_tables_is_not_restored_over(source: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "linan.tar"
    source.run("backup", str(backup))

    done = Installation(tmp_path / "other", url=source.url).run("restore", str(backup))

    assert done.returncode == 1
    assert "3 rows" in source.run("verify").stdout
