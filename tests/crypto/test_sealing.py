"""Sealing: both ciphers open what they sealed, and nothing that was moved or altered."""

import base64
import json
from pathlib import Path

import pytest

from linan.ground.crypto.keys import Keys, KeysUnusable, keys_from, read_keys
from linan.ground.crypto.sealing import SCHEMES, SealBroken, marks, open_sealed, seal

KEYS = Keys(current="2", masters={"1": b"a" * 32, "2": b"b" * 32})
ABOUT = "registry_resident.phone:one"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_sealed_text_opens_again(scheme: str) -> None:
    sealed = seal("张安川 12000001234", about=ABOUT, keys=KEYS, scheme=scheme)

    assert sealed.split(".")[:2] == [scheme, "2"]
    assert open_sealed(sealed, about=ABOUT, keys=KEYS) == "张安川 12000001234"


def test_the_same_text_is_never_sealed_the_same_way() -> None:
    assert seal("安", about=ABOUT, keys=KEYS) != seal("安", about=ABOUT, keys=KEYS)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_value_moved_to_another_record_or_column_does_not_open(scheme: str) -> None:
    sealed = seal("张安川", about=ABOUT, keys=KEYS, scheme=scheme)

    for other in ("registry_resident.phone:two", "registry_resident.name:one"):
        with pytest.raises(SealBroken):
            open_sealed(sealed, about=other, keys=KEYS)


@pytest.mark.parametrize("at", [0, 5, 12, -1])
def test_an_altered_value_does_not_open(at: int) -> None:
    scheme, key_id, text = seal("张安川", about=ABOUT, keys=KEYS).split(".")
    body = bytearray(base64.b64decode(text))
    body[at] ^= 1

    with pytest.raises(SealBroken):
        open_sealed(f"{scheme}.{key_id}.{base64.b64encode(body).decode()}", about=ABOUT, keys=KEYS)


@pytest.mark.parametrize("text", ["x", "aes256gcm.2", "rot13.2.AAAA", "aes256gcm.2.AAAA", "aes256gcm.2.???"])
def test_what_is_no_sealed_value_does_not_open(text: str) -> None:
    with pytest.raises(SealBroken):
        open_sealed(text, about=ABOUT, keys=KEYS)


def test_a_value_of_an_earlier_key_opens_while_that_key_is_kept() -> None:
    earlier = Keys(current="1", masters={"1": b"a" * 32})
    sealed = seal("张安川", about=ABOUT, keys=earlier)

    assert open_sealed(sealed, about=ABOUT, keys=KEYS) == "张安川"
    with pytest.raises(KeysUnusable):
        open_sealed(sealed, about=ABOUT, keys=Keys(current="2", masters={"2": b"b" * 32}))


def test_equal_texts_have_equal_marks_and_the_current_key_comes_first() -> None:
    found = marks("12000001234", purpose="phone", keys=KEYS)

    assert found == marks("12000001234", purpose="phone", keys=KEYS)
    assert [mark.split(".")[0] for mark in found] == ["2", "1"]
    assert found != marks("12000001234", purpose="other", keys=KEYS)
    assert marks("", purpose="phone", keys=KEYS) == []


def test_an_empty_text_stays_empty() -> None:
    assert seal("", about=ABOUT, keys=KEYS) == ""
    assert open_sealed("", about=ABOUT, keys=KEYS) == ""


def test_a_key_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "personal.json"
    path.write_text(json.dumps({"current": "7", "keys": {"7": base64.b64encode(b"c" * 32).decode()}}))

    assert read_keys(path) == Keys(current="7", masters={"7": b"c" * 32})


@pytest.mark.parametrize(
    "stored", [{}, {"current": "1", "keys": {}}, {"current": "1", "keys": {"1": "AAAA"}}, {"current": "1", "keys": 5}]
)
def test_an_unusable_key_file_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(KeysUnusable):
        keys_from(stored)


def test_a_missing_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeysUnusable):
        read_keys(tmp_path / "none.json")
