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


def box(kind: str, *parts: bytes) -> bytes:
    """Return one box of an MP4."""
    body = b"".join(parts)
    return (len(body) + 8).to_bytes(4, "big") + kind.encode() + body


def an_mp4(
    *, seconds: int = 3, is_in_fragments: bool = False, codec: int = 0x40, handler: bytes = b"soun", said: bytes = b""
) -> bytes:
    """Return a recording as a phone writes it: 48 blocks of AAC a second, whole or in fragments of a second.

    codec: objectTypeIndication. said: what the phone tells of it beside the sound, such as where it was made.
    """
    table = box("stts", bytes(4), *([_u32(0)] if is_in_fragments else [_u32(1), _u32(48 * seconds), _u32(1000)]))
    media = box("mdia", _media_head(), box("hdlr", bytes(8), handler, bytes(13)), box("minf", box("stbl", _described(codec), table)))
    more = [box("mvex", box("trex", bytes(4), _u32(1), _u32(1), _u32(1000), bytes(8)))] if is_in_fragments else []
    movie = box("moov", box("mvhd", bytes(100)), box("trak", media), *more, *([box("udta", said)] if said else []))
    sound = [_fragment() for _ in range(seconds)] if is_in_fragments else [box("mdat", b"\x21\x10" * 48 * seconds)]
    return box("ftyp", b"isom", bytes(4), b"isommp42") + movie + b"".join(sound)


def an_aac(*, seconds: int = 3) -> bytes:
    """Return plain AAC: frames with heads of their own, at 16 kHz."""
    body = bytes(20)
    length = 7 + len(body)
    head = bytes([0xFF, 0xF1, 0x60, 0x40 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC])
    return (head + body) * round(seconds * 16_000 / 1024)


def _u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _media_head() -> bytes:
    return box("mdhd", bytes(12), _u32(48_000), bytes(8))


def _described(codec: int) -> bytes:
    decoder = bytes([4, 13, codec]) + bytes(12)
    stream = bytes([3, 0x80, 0x80, 3 + len(decoder), 0, 1, 0]) + decoder
    sample = box("mp4a", bytes(28), box("esds", bytes(4), stream))
    return box("stsd", bytes(4), _u32(1), sample)


def _fragment() -> bytes:
    run = box("trun", b"\x00\x00\x02\x01", _u32(48), bytes(4), *[_u32(2)] * 48)
    return box("moof", box("traf", box("tfhd", b"\x00\x02\x00\x00", _u32(1)), run)) + box("mdat", b"\x21\x10" * 48)
