"""How long plain AAC lasts: frames one behind the other, each with a head of its own (ADTS)."""

from linan.ground.files.contents import FileNotAccepted

# Samples a second by index. Source: ISO/IEC 14496-3, table 1.18.
RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)
SAMPLES_OF_BLOCK = 1024
HEAD_BYTES = 7


def is_aac(given: bytes) -> bool:
    """Return whether it begins as such a frame does: twelve ones, layer 0."""
    return len(given) >= HEAD_BYTES and given[0] == 0xFF and given[1] & 0xF6 == 0xF0


def aac_seconds(given: bytes) -> float:
    """Return how long it lasts in seconds; every byte belongs to a frame. Raises: FileNotAccepted, IndexError.

    Source: ISO/IEC 14496-3, 1.A.2.2 (adts_frame).
    """
    seconds, at = 0.0, 0
    while at < len(given):
        if not is_aac(given[at:at + HEAD_BYTES]):
            raise FileNotAccepted
        rate = RATES[given[at + 2] >> 2 & 0xF]
        length = (given[at + 3] & 3) << 11 | given[at + 4] << 3 | given[at + 5] >> 5
        if length <= HEAD_BYTES or at + length > len(given):
            raise FileNotAccepted
        seconds += SAMPLES_OF_BLOCK * ((given[at + 6] & 3) + 1) / rate
        at += length
    return seconds
