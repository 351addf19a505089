"""The table behind the check sums of HJ 212 and SL 651: polynomial 8005, reflected (A001), a byte at a time."""


def _entry(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ (0xA001 * (byte & 1))
    return byte


TABLE = tuple(_entry(byte) for byte in range(256))
