"""The secrets of a data folder: made once, for the owner only."""

import base64
import json
import stat
from pathlib import Path

from linan.ground.database.secrets import ensure_secrets, personal_keys_path, secrets_folder, signing_key


def test_the_first_start_makes_keys_that_only_the_owner_may_read(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in secrets_folder(tmp_path).iterdir()}
    assert modes == {"secret_key": 0o600, "personal.json": 0o600}


def test_a_second_start_keeps_the_keys(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    first = (signing_key(tmp_path, {}), personal_keys_path(tmp_path).read_text())

    ensure_secrets(tmp_path)

    assert (signing_key(tmp_path, {}), personal_keys_path(tmp_path).read_text()) == first


def test_personal_data_is_encrypted_with_a_key_of_32_bytes(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)

    kept = json.loads(personal_keys_path(tmp_path).read_text())

    assert len(base64.b64decode(kept["keys"][kept["current"]])) == 32


def test_the_environment_names_the_signing_key_over_the_folder(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)

    assert signing_key(tmp_path, {"LINAN_SECRET_KEY": "of the cluster"}) == "of the cluster"
