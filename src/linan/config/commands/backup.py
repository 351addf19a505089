"""`linan backup FILE`: database, files, closed days of readings and keys in one file."""

import tempfile
from argparse import Namespace
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from linan.config.archive import Manifest, write_archive
from linan.config.paths import DATA
from linan.ground.announcements.seal import chain_head
from linan.ground.clock import now
from linan.ground.database.dump import dump
from linan.ground.database.secrets import PERSONAL_KEYS, SECRET_KEY, secrets_folder
from linan.ground.database.server import running
from linan.ground.refusals import Refused
from linan.ground.text import noop


class BackupExists(Refused):
    """The file is there already."""

    code = "backup_exists"
    msgid = noop("%(file)s exists already. Choose another name: a backup never overwrites one.")


class BackupNotWritten(Refused):
    """The disk is full, or the folder takes no file."""

    code = "backup_not_written"
    status = 507
    msgid = noop("%(file)s could not be written: %(fault)s. Make room, or choose another place.")


def run(arguments: Namespace) -> int:
    """Write the backup and say what it holds."""
    target = arguments.file.resolve()
    if target.exists():
        raise BackupExists(file=str(target))
    try:
        manifest = _write(target)
    except OSError as fault:
        raise BackupNotWritten(file=str(target), fault=str(fault)) from fault
    print(f"{target} · {target.stat().st_size / 1e6:.1f} MB · log sealed up to {manifest.chain_position}")
    return 0


def _write(target: Path) -> Manifest:
    target.parent.mkdir(parents=True, exist_ok=True)
    with running(DATA), tempfile.TemporaryDirectory(dir=target.parent, prefix=".linan-backup-") as draft:
        manifest = _dump(Path(draft) / "database.dump")
        write_archive(target, dict(_sources(Path(draft))), manifest)
    return manifest


def _dump(path: Path) -> Manifest:
    """Dump the database and read the end of the chain in the same snapshot, so that they agree."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = str(cursor.fetchone()[0])
        dump(settings.DATABASES["default"], path, snapshot=snapshot)
        head = chain_head()
    return Manifest(version("linan"), now().isoformat(), head.position, head.hash)


def _sources(draft: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name within the tar and the file. Files come after the dump: each row finds its file."""
    yield "database/database.dump", draft / "database.dump"
    for name in (SECRET_KEY, PERSONAL_KEYS):
        yield f"secrets/{name}", secrets_folder(DATA) / name
    yield from _files_of("files", Path(settings.MEDIA_ROOT), "*")
    yield from _files_of("readings", Path(settings.LINAN_READINGS), "*.parquet")


def _files_of(name: str, folder: Path, pattern: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            yield f"{name}/{path.relative_to(folder).as_posix()}", path
