"""The secrets of an installation: made once, readable by its owner only, part of every backup."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

SECRET_KEY = "secret_key"
PERSONAL_KEYS = "personal.json"
_KEY_BYTES = 32


def secrets_folder(data: Path) -> Path:
    """Return where the secrets of a data folder lie."""
    return data / "secrets"


def personal_keys_path(data: Path) -> Path:
    """Return the file of the keys that personal data is encrypted with."""
    return secrets_folder(data) / PERSONAL_KEYS


def ensure_secrets(data: Path) -> None:
    """Make the signing key and the first key for personal data, where they are missing."""
    folder = secrets_folder(data)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _write_once(folder / SECRET_KEY, secrets.token_urlsafe(48))
    _write_once(folder / PERSONAL_KEYS, json.dumps(_first_keys()))


def signing_key(data: Path, environ: Mapping[str, str]) -> str:
    """Return the key that signs sessions: the environment's, the data folder's, or one for this process."""
    kept = secrets_folder(data) / SECRET_KEY
    if given := environ.get("LINAN_SECRET_KEY"):
        return given
    return kept.read_text() if kept.exists() else secrets.token_urlsafe(48)


def _first_keys() -> dict[str, object]:
    key = base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
    return {"current": "1", "keys": {"1": key}}


def _write_once(path: Path, text: str) -> None:
    """Write the file whole or not at all; who comes second keeps what the first wrote."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if path.exists():
        return
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
