"""`linan restore FILE`: fill an empty data folder from a backup."""

import os
import tempfile
from argparse import Namespace
from importlib import import_module
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.core.management import call_command

from linan.config.archive import Manifest, check_archive, unpack
from linan.config.paths import DATA
from linan.ground.clock import now
from linan.ground.database.dump import load
from linan.ground.database.secrets import secrets_folder
from linan.ground.database.server import running
from linan.ground.refusals import Refused
from linan.ground.text import noop


class FolderNotEmpty(Refused):
    """There is something that a restore would overwrite."""

    code = "folder_not_empty"
    msgid = noop("%(folder)s is not empty. Restore into an empty data folder: set LINAN_DATA to a new one.")


class DatabaseNotEmpty(Refused):
    """The database of DATABASE_URL holds tables."""

    code = "database_not_empty"
    msgid = noop("The database of DATABASE_URL holds tables already. Restore into an empty database.")


class ChainBroken(Refused):
    """What was restored ends in another link than the backup says."""

    code = "chain_broken"
    msgid = noop("The restored log does not end where the backup says. Take another backup.")


def run(arguments: Namespace) -> int:
    """Check the backup whole, then restore keys, files and database, and begin a new generation of the log."""
    _refuse_what_is_full()
    manifest = check_archive(arguments.file)
    _keep_old_keys()
    unpack(arguments.file, "secrets", secrets_folder(DATA), mode=0o600)
    unpack(arguments.file, "files", DATA / "files", mode=0o640)
    unpack(arguments.file, "readings", DATA / "readings", mode=0o640)
    django.setup()
    with running(DATA):
        _load(arguments.file)
        _begin_anew(manifest)
    print(f"restored the backup of {manifest.made_at} · log sealed up to {manifest.chain_position}")
    return 0


def _refuse_what_is_full() -> None:
    for folder in (DATA / "postgres", DATA / "files", DATA / "readings"):
        if folder.exists() and any(folder.iterdir()):
            raise FolderNotEmpty(folder=str(folder))
    if url := os.environ.get("DATABASE_URL"):
        with psycopg.connect(url) as connection:
            if connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchone():
                raise DatabaseNotEmpty()


def _keep_old_keys() -> None:
    """Move keys that are there aside: what was encrypted with them elsewhere stays readable."""
    folder = secrets_folder(DATA)
    if folder.exists():
        folder.rename(folder.with_name(f"secrets.before-{now():%Y%m%dT%H%M%S%f}"))


def _load(file: Path) -> None:
    with tempfile.TemporaryDirectory(dir=DATA, prefix="restore-") as draft:
        unpack(file, "database", Path(draft), mode=0o600)
        load(settings.DATABASES["default"], Path(draft) / "database.dump")


def _begin_anew(manifest: Manifest) -> None:
    head = import_module("linan.ground.announcements.seal").chain_head()
    if (head.position, head.hash) != (manifest.chain_position, manifest.chain_head):
        raise ChainBroken()
    call_command("migrate", interactive=False, verbosity=0)
    import_module("linan.ground.announcements.order").begin_new_generation()
