"""Recordings as a browser's recorder writes them: WebM with one track, lengths of its large parts left open."""

OPEN = b"\x01\xff\xff\xff\xff\xff\xff\xff"


def element(kind: str, body: bytes) -> bytes:
    """Return one element with its size."""
    return bytes.fromhex(kind) + (len(body) | 1 << 28).to_bytes(4, "big") + body


def a_voice(*, seconds: int = 3, codec: bytes = b"A_OPUS", track: bytes = b"\x02") -> bytes:
    """Return a recording of so many seconds, a cluster a second with two blocks each."""
    head = element("1A45DFA3", b"\x42\x82\x84webm") + bytes.fromhex("18538067") + OPEN
    tracks = element("1654AE6B", element("AE", element("83", track) + element("86", codec)))
    return head + tracks + b"".join(_cluster(n) for n in range(seconds))


def _cluster(number: int) -> bytes:
    blocks = [element("A3", b"\x81" + ms.to_bytes(2, "big") + b"\x80opus") for ms in (0, 980)]
    return bytes.fromhex("1F43B675") + OPEN + element("E7", (number * 1000).to_bytes(4, "big")) + b"".join(blocks)
