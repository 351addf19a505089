"""Whatever arrives is a warning or refused: nothing else happens."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linan.monitoring.domain.warnings import BadWarning, WarningMessage, decode_each, linked
from linan.monitoring.domain.warnings.writing import Relay, write_cap
from tests.monitoring.domain.warnings.files import SAMPLES, cap, national

ROUNDS = 150
SEEDS = range(4)
NOTICE = "演示区气象台2026年08月08日09时00分更新台风蓝色预警信号为台风黄色预警信号：预计7日至10日有大风。".encode()
WHOLE: list[bytes] = [
    cap(), national(), NOTICE,
    *(path.read_bytes() for path in sorted((SAMPLES / "cap").iterdir()) if path.suffix != ".md" and path.stat().st_size < 9_000),
]
PIECES = [b"</info>", b"<info>", b"<!DOCTYPE", b"&x;", b"<polygon>", b"99999999999", b"\xff\xfe", b"\x00", b"2026-02-30", b"NaN", b"PK\x03\x04"]


def _answer(raw: bytes) -> str:
    """Return what became of the bytes; anything but a warning or a refusal fails the test."""
    try:
        found = decode_each(raw)
        linked(raw)
    except BadWarning as refusal:
        assert str(refusal.sentence.msgid % refusal.values)
        return "refused"
    for one in found:
        if isinstance(one, WarningMessage):
            write_cap(one, Relay("甲", "乙"))
            assert one.as_json()["headline"] == one.main.headline
    return "read"


def _spoilt(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    match chance.randrange(5):
        case 0:
            return raw[:at]
        case 1:
            return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
        case 2:
            return raw[:at] + chance.choice(PIECES) + raw[at:]
        case 3:
            return raw[:at] + raw[at + chance.randrange(1, 60) :]
    other = chance.choice(WHOLE)
    return raw[:at] + other[chance.randrange(len(other)) :]


@pytest.mark.parametrize("seed", SEEDS)
def test_spoilt_files_are_read_or_refused(seed):
    chance = random.Random(seed)

    answers = {_answer(_spoilt(chance.choice(WHOLE), chance)) for _ in range(ROUNDS)}

    assert answers == {"read", "refused"}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_refused(raw):
    assert _answer(raw) == "refused"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_a_notice_of_any_moment_is_read_or_refused(year, month, day, hour, until):
    text = f"演示区气象台{year:04d}年{month}月{day}日{hour}时00分发布暴雨蓝色预警信号：预计{day}日至{until}日有雨。"

    assert _answer(text.encode()) in ("read", "refused")


