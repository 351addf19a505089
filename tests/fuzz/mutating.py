"""Real messages spoilt: cut, doubled, joined, changed bit by bit, and told wrong lengths."""

import random
from collections.abc import Sequence

PIECES = (
    b"\xff" * 4, b"\x00" * 4, b"\x7f", b"\x80\x80\x80\x80", b"@@", b"##", b"##9999", b"##0000", b"~~", b"\x01\x02\x03", b"{", b"[[[[",
    b"NaN", b"1e999", b"-0", b"&&", b"\xed\xa0\x80", b"<!DOCTYPE", b"99999999999999999999",
)


def spoilt(sample: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a message with one to six faults in it."""
    raw = bytearray(sample)
    for _ in range(chance.randrange(1, 7)):
        at = chance.randrange(len(raw) + 1)
        match chance.randrange(7):
            case 0:
                del raw[at : at + chance.randrange(1, 40)]
            case 1:
                raw[at:at] = chance.choice(PIECES)
            case 2 if at < len(raw):
                raw[at] ^= 1 << chance.randrange(8)
            case 3 if at < len(raw):
                raw[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF))  # a length that lies, more often than not
            case 4:
                raw[at : at + 2] = chance.randrange(65_536).to_bytes(2, chance.choice(("big", "little")))
            case 5:
                other = chance.choice(others)
                raw[at:at] = other[chance.randrange(len(other) + 1) :][:200]
            case _:
                raw[at:at] = raw[: chance.randrange(1, 60)]
    return bytes(raw[:4096])
