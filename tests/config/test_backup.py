"""A backup restores to the same log, and a damaged one restores nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linan.ground.database import server
from tests.config.installation import A_LOG_OF_THREE_ROWS, Installation


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with three sealed rows and one file."""
    here = Installation(tmp_path_factory.mktemp("source"))
    server.ensure_running(here.data, durable=False)
    here.run("migrate")
    here.python("-c", A_LOG_OF_THREE_ROWS)
    (here.data / "files").mkdir()
    (here.data / "files" / "plan.pdf").write_bytes(b"%PDF")
    (here.data / "readings" / "2026").mkdir(parents=True)
    (here.data / "readings" / "2026" / "2026-01-02.1.parquet").write_bytes(b"PAR1")
    yield here
    server.stop(here.data)


@pytest.fixture(scope="module")
def backup(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installation's backup."""
    file = tmp_path_factory.mktemp("backups") / "linan.tar"
    source.run("backup", str(file))
    return file


def test_a_restored_log_ends_in_the_same_link(source: Installation, backup: Path, tmp_path: Path) -> None:
    restored = Installation(tmp_path / "restored")

    done = restored.run("restore", str(backup))

    assert done.returncode == 0, done.stderr
    assert restored.run("verify").stdout == source.run("verify").stdout


def test_a_restore_brings_files_and_keys(source: Installation, backup: Path, tmp_path: Path) -> None:
    restored = Installation(tmp_path / "restored")

    restored.run("restore", str(backup))

    for name in ("files/plan.pdf", "readings/2026/2026-01-02.1.parquet", "secrets/personal.json", "secrets/secret_key"):
        assert (restored.data / name).read_bytes() == (source.data / name).read_bytes()


def test_a_folder_in_use_is_not_restored_over(source: Installation, backup: Path) -> None:
    done = source.run("restore", str(backup))

    assert done.returncode == 1
    assert source.run("verify").returncode == 0


def test_a_changed_backup_restores_nothing(backup: Path, tmp_path: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[5000] ^= 1
    (tmp_path / "changed.tar").write_bytes(content)

    done = Installation(tmp_path / "restored").run("restore", str(tmp_path / "changed.tar"))

    assert "database/database.dump" in done.stderr
    assert not (tmp_path / "restored" / "postgres").exists()


def test_a_backup_may_be_read_by_its_owner_only(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_never_overwrites_another(source: Installation, backup: Path) -> None:
    before = backup.read_bytes()

    done = source.run("backup", str(backup))

    assert done.returncode == 1
    assert backup.read_bytes() == before


def test_a_backup_that_is_not_there_is_asked_for_by_its_path(tmp_path: Path) -> None:
    wanted = tmp_path / "nothing.tar"

    done = Installation(tmp_path / "restored").run("restore", str(wanted))

    assert done.returncode == 1
    assert str(wanted) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_that_takes_no_backup_is_refused_in_a_sentence(source: Installation, backup: Path) -> None:
    below_a_file = backup / "linan.tar"

    done = source.run("backup", str(below_a_file))

    assert done.returncode == 1
    assert str(below_a_file) in done.stderr
    assert "Traceback" not in done.stderr
