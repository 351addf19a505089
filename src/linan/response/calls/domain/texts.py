"""One text in four lengths, and what fits where."""

from dataclasses import dataclass

SHORT_CHARACTERS = 70   # one short message in UCS-2. Source: 3GPP TS 23.038, 140 octets of two-byte characters
SPOKEN_CHARACTERS = 60  # fifteen seconds at four characters a second, the pace of a loudspeaker outdoors (own rule)


@dataclass(frozen=True, slots=True)
class FourLengths:
    """The same facts in four lengths."""

    short: str
    spoken: str
    poster: str
    door: str


def four_lengths(*, place: str, happening: str, wanted: str, signed: str) -> FourLengths:
    """Draft the four lengths from the facts: where, what, what to do, who says it."""
    short = f"{place}{happening}，{wanted}。{signed}"
    return FourLengths(
        short=short[:SHORT_CHARACTERS],
        spoken=f"请注意，{place}{happening}，请{wanted}。"[:SPOKEN_CHARACTERS],
        poster=f"紧急通知\n\n{place}{happening}。\n\n请您：{wanted}。\n\n请互相转告，帮助老人、儿童和行动不便的邻居。\n\n{signed}",
        door=(
            f"您好，我是{signed}工作人员。{place}{happening}，请您现在{wanted}。"
            "家里还有其他人吗？有没有行动不便、需要帮忙的人？请带好手机、钥匙和常用药，不要返回取物。"
        ),
    )
