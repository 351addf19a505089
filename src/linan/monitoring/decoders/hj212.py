"""HJ 212: one packet a line, as text; packets of one message are joined over lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from linan.monitoring.decoders import Decoded, Json, Said, Undecodable, bytes_of_hex
from linan.monitoring.gateways._hj212_packets import (
    BY_STANDARD,
    BadPacket,
    Broken,
    Framer,
    Group,
    Message,
    read_segment,
)
from linan.monitoring.gateways._hj212_readings import (
    COMMANDS,
    FACTORS,
    MARKS,
    NEW_KEY,
    SYSTEMS,
    Joiner,
    answer_to,
    fields_of,
)

_REASONS = {"length": "no four digits of length behind ##", "checksum": "wrong check sum, or a length that lies"}
_CHECKED: Mapping[str, str] = {"1": "passed", "0": "not passed"}
_RETURNS: Mapping[str, Mapping[str, str]] = {
    "QnRtn": {
        "1": "will be carried out", "2": "refused", "3": "PW wrong", "4": "MN wrong", "5": "ST wrong", "6": "Flag wrong",
        "7": "QN wrong", "8": "CN wrong", "9": "CRC wrong", "100": "unknown fault",
    },
    "ExeRtn": {
        "1": "done", "2": "failed, reason unknown", "3": "wrong condition", "4": "communication timed out",
        "5": "device busy", "6": "device fault", "100": "no data",
    },
}


class Decoder:
    """Reads packets."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._joiner = Joiner()

    def decode(self, line: str) -> Decoded:
        """Return what a packet says. Raises: Undecodable."""
        framer = Framer()
        segments = []
        for one in framer.feed(_bytes(line)):
            if isinstance(one, Broken):
                raise Undecodable(_REASONS[one.reason])
            segments.append(one)
        if framer.is_amid or not segments:
            raise Undecodable("incomplete: shorter than its length" if framer.is_amid else "no packet: ## is missing")
        return self._all(segments)

    def _all(self, segments: list[bytes]) -> Decoded:
        items, said, answer, heads = list[Json](), list[Said](), b"", list[Json]()
        for segment in segments:
            try:
                packet = read_segment(segment)
            except BadPacket as fault:
                raise Undecodable(str(fault)) from fault
            message = self._joiner.join(packet)
            heads.append(_head(packet, len(segment), is_whole=message is not None))
            items += [_without_data(packet)] if packet.is_unreadable else _items(packet) or [_without_data(packet)]
            if packet.is_split and message:
                items.append({"what": "message joined", "packets": packet.pnum, "factors": [
                    one.factor for one in message.groups
                ]})
            said.append(Said(packet.mn, fields_of(message or packet)))
            # What nobody can read is not stored, and so it is not answered either.
            answer += b"" if packet.is_unreadable else answer_to(packet)
        return Decoded(items, heads[0], answer, is_text=True, said=said)


def _without_data(packet: Message) -> Json:
    if packet.is_unreadable:
        return {"what": "data that cannot be read; is it encrypted?", "station": packet.mn, "raw": [
            *packet.unread, *(one.factor for one in packet.groups),
        ]}
    return {"what": COMMANDS.get(packet.cn, "message"), "station": packet.mn}


def _bytes(line: str) -> bytes:
    """Return the bytes of a packet written as text, or dumped in hexadecimal (## is 2323)."""
    plain = line.strip().removesuffix("\\r\\n")
    if not plain:
        raise Undecodable("empty")
    if plain.startswith(("2323", "23 23")):
        return bytes_of_hex(plain)
    return plain.encode(errors="surrogateescape") + b"\r\n"


def _head(packet: Message, length: int, *, is_whole: bool) -> Json:
    head: Json = {
        "QN": packet.qn, "ST": packet.st, "CN": str(packet.cn), "PW": packet.pw, "MN": packet.mn,
        "Flag": packet.flag, "what": COMMANDS.get(packet.cn, "unknown command"), "system": SYSTEMS.get(packet.st),
        "edition": packet.version,
        "answer_wanted": packet.wants_answer, "DataTime": packet.parameters.get("DataTime"),
        "sent": packet.sent_at.isoformat() if packet.sent_at else None,
    }
    if packet.is_split:
        head |= {"PNUM": packet.pnum, "PNO": packet.pno, "is_whole": is_whole}
    if packet.is_resent:
        head["resent"] = True
    if packet.cn == NEW_KEY:
        head["warning"] = "a key for encryption is wanted; packets with encryption are not taken"
    if length > BY_STANDARD:
        head["warning"] = f"{length} bytes, the standard allows {BY_STANDARD}"
    if packet.unread:
        head["unread"] = list(packet.unread)
    return {key: value for key, value in head.items() if value is not None}


def _items(packet: Message) -> list[Json]:
    time = packet.data_time.isoformat() if packet.data_time else None
    items = [item for group in packet.groups for item in _of_group(packet, group, time)]
    for key, value in packet.parameters.items():
        if key == "DataTime":
            continue
        meaning = _RETURNS.get(key, {}).get(value)
        items.append({
            "what": "parameter", "key": key, "value": value, "station": packet.mn,
            **({"meaning": meaning} if meaning else {}),
        })
    return items


def _of_group(packet: Message, group: Group, time: str | None) -> Iterator[Json]:
    name, unit = FACTORS.get(group.factor, ("", ""))
    item: Json = {
        "what": "reading", "station": packet.mn, "factor": group.factor, "name": name or None, "unit": unit or None,
        **group.numbers, **group.texts, "flag": group.flag or None, "mark": MARKS.get(group.flag), "time": time,
        "may_alarm": group.may_alarm, "check": _CHECKED.get(f"{group.numbers.get('ResultType', -1):g}"),
    }
    yield {key: value for key, value in item.items() if value is not None}
    if group.is_fault:
        yield {"what": "device fault", "station": packet.mn, "factor": group.factor, "flag": group.flag, "time": time}
