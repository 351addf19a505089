"""The file of a backup: database, files and keys in one tar, with a manifest that proves every part."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from linan.ground.refusals import Refused
from linan.ground.text import noop

MANIFEST = "manifest.json"
FORMAT = 1
_CHUNK_BYTES = 1 << 20


class BackupDamaged(Refused):
    """The file is no backup, or a part of it is not what was written."""

    code = "backup_damaged"
    msgid = noop("The backup %(file)s is damaged at %(part)s. Take another backup.")


class BackupMissing(Refused):
    """There is no file of that name."""

    code = "backup_missing"
    status = 404
    msgid = noop("There is no backup at %(file)s. Give the path of one.")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. parts: sha256 in hexadecimal by name within the tar."""

    version: str
    made_at: str
    chain_position: int
    chain_head: str
    parts: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT


def write_archive(target: Path, sources: Mapping[str, Path], manifest: Manifest) -> None:
    """Write the sources (files by name within the tar) and the manifest; the target appears whole or not at all."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as tar:
                parts = {name: _add(tar, name, path) for name, path in sorted(sources.items())}
                _add_manifest(tar, manifest, parts)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def check_archive(file: Path) -> Manifest:
    """Return the manifest after reading every part once.

    Raises: BackupMissing, BackupDamaged naming the part that is missing, added or changed.
    """
    if not file.is_file():
        raise BackupMissing(file=str(file))
    try:
        with tarfile.open(file, "r:") as tar:
            found = {member.name: _sum(_stream(tar, member)) for member in tar if member.name != MANIFEST}
            manifest = Manifest(**json.load(_stream(tar, tar.getmember(MANIFEST))))
    except (tarfile.TarError, KeyError, TypeError, ValueError, OSError) as error:
        raise BackupDamaged(file=str(file), part=str(error)) from error
    for name in sorted(manifest.parts.keys() | found.keys()):
        if manifest.parts.get(name) != found.get(name):
            raise BackupDamaged(file=str(file), part=name)
    return manifest


def unpack(file: Path, folder: str, into: Path, *, mode: int) -> None:
    """Write the parts of one folder of the tar below `into`; names that would leave it are refused."""
    with tarfile.open(file, "r:") as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            if name.parts[0] != folder:
                continue
            if ".." in name.parts or not member.isfile():
                raise BackupDamaged(file=str(file), part=member.name)
            _write(_stream(tar, member), into.joinpath(*name.parts[1:]), mode)


def _write(stream: IO[bytes], path: Path, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
        for chunk in _chunks(stream):
            out.write(chunk)


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Add one file and return its sum, taken from the very bytes that were written."""
    with path.open("rb") as stream:
        tar.addfile(_member(name, path.stat().st_size), stream)
        stream.seek(0)
        return _sum(stream)


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest, parts: Mapping[str, str]) -> None:
    text = {name: getattr(manifest, name) for name in manifest.__slots__} | {"parts": dict(parts)}
    content = json.dumps(text, indent=1).encode()
    tar.addfile(_member(MANIFEST, len(content)), BytesIO(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _stream(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    stream = tar.extractfile(member)
    if stream is None:
        raise KeyError(member.name)
    return stream


def _sum(stream: IO[bytes]) -> str:
    total = hashlib.sha256()
    for chunk in _chunks(stream):
        total.update(chunk)
    return total.hexdigest()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK_BYTES):
        yield chunk
