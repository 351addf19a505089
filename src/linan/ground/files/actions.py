"""Writes to the file store."""

import hashlib
import os
import re
import secrets
from datetime import datetime
from pathlib import Path

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.files.announcements import FileStored
from linan.ground.files.contents import Content, checked_content
from linan.ground.files.models import StoredFile
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Person

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@transaction.atomic
def store_file(*, content: bytes, original_name: str, org: Org, by: Actor, now: datetime) -> StoredFile:
    """Keep a file for an organisation and return its row; the bytes are on disk before the row is.

    Raises: FileTooLarge, FileNotAccepted.
    """
    return store_checked(checked_content(content), original_name=original_name, org=org, by=by, now=now)


@transaction.atomic
def store_checked(checked: Content, *, original_name: str, org: Org, by: Actor, now: datetime) -> StoredFile:
    """Keep what was checked already; the bytes are on disk before the row is."""
    row = StoredFile(
        org=org, name=secrets.token_hex(16) + checked.suffix, original_name=_shown_name(original_name, checked),
        content_type=checked.content_type, size_bytes=len(checked.stored),
        sha256=hashlib.sha256(checked.stored).hexdigest(), stored_at=now,
        stored_by=by if isinstance(by, Person) else None,
    )
    _write(row.path, checked.stored)
    row.save()
    event = FileStored(file_id=row.pk, content_type=row.content_type, size_bytes=row.size_bytes)
    announce(event, by_id=by.pk, org_id=org.pk, about=[f"file-{row.pk}"], now=now)
    return row


def _write(path: Path, content: bytes) -> None:
    """Write and flush to disk: a row must never name a file that a power cut took."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _shown_name(original: str, checked: Content) -> str:
    """Return a name that is safe to show and to save under, ending as its content does."""
    stem = _UNPRINTABLE.sub("_", original).rpartition(".")[0] or "file"
    return stem.strip(" .")[:100] + checked.suffix
