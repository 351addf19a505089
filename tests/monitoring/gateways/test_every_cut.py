"""Every sample, cut at every byte, gives the same messages: no framer depends on how TCP carried it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linan.monitoring.gateways import _gb26875_frames, _hj212_packets, _sl651_frames

FRAMERS: dict[str, Callable[[], Any]] = {
    "gb26875": _gb26875_frames.Framer, "hj212": _hj212_packets.Framer, "sl651": _sl651_frames.Framer,
}
SAMPLES = [
    (kind, json.loads(line))
    for kind in FRAMERS
    for line in Path(f"tests/samples/{kind}.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("kind", "sample"), SAMPLES, ids=[one["id"] for _, one in SAMPLES])
def test_a_sample_cut_anywhere_gives_the_same(kind: str, sample: dict[str, str]) -> None:
    raw = bytes.fromhex(sample["hex"]) if "hex" in sample else sample["raw"].encode()
    whole = list(FRAMERS[kind]().feed(raw))

    found = []
    for cut in range(len(raw) + 1):
        framer = FRAMERS[kind]()
        found.append([*framer.feed(raw[:cut]), *framer.feed(raw[cut:])])

    assert found == [whole] * (len(raw) + 1)


@pytest.mark.parametrize("kind", FRAMERS)
def test_all_samples_byte_by_byte_give_what_they_give_at_once(kind: str) -> None:
    raw = b"".join(
        bytes.fromhex(one["hex"]) if "hex" in one else one["raw"].encode()
        for name, one in SAMPLES if name == kind and one["expect"].startswith("valid")
    )
    framer = FRAMERS[kind]()

    found = [message for byte in raw for message in framer.feed(bytes([byte]))]

    assert found == list(FRAMERS[kind]().feed(raw))
    assert len(found) == sum(name == kind and one["expect"].startswith("valid") for name, one in SAMPLES)
