"""SL 651: one or several frames a line, in hexadecimal, or as text in ASCII coding; packets are joined over lines."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from linan.monitoring.decoders import Decoded, Json, Said, Undecodable, bytes_of_hex
from linan.monitoring.gateways._sl651_elements import FUNCTIONS
from linan.monitoring.gateways._sl651_frames import Broken, Frame, Framer, Mark, write_frame
from linan.monitoring.gateways._sl651_readings import (
    KEEP_ALIVE,
    TEST,
    THRESHOLD,
    Joiner,
    confirm,
    observed,
    read_report,
    refuse_packet,
    status_of,
)
from linan.monitoring.gateways._sl651_text import BadText, Element, Report

_CHINA = timezone(timedelta(hours=8))
_REASONS = {
    "checksum": "wrong check sum, or a length that lies", "end": "wrong end mark", "packet": "wrong packet number",
}


class Decoder:
    """Reads frames."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._joiner = Joiner()
        self._stays = bool(options.get("stay_on_line"))

    def decode(self, line: str) -> Decoded:
        """Return what the frames of a line say. Raises: Undecodable."""
        framer = Framer()
        raw = line.encode(errors="surrogateescape") if line[:1] == "\x01" else bytes_of_hex(line)
        frames = []
        for one in framer.feed(raw):
            if isinstance(one, Broken):
                raise Undecodable(_REASONS[one.reason])
            frames.append(one)
        if framer.is_amid or not frames:
            raise Undecodable("incomplete: the frame goes on" if framer.is_amid else "no frame: no start mark")
        parts = [self._one(frame) for frame in frames]
        return Decoded(
            [item for one in parts for item in one.items], parts[0].head, b"".join(one.answer for one in parts),
            said=[said for one in parts for said in one.said],
        )

    def _one(self, frame: Frame) -> Decoded:
        if frame.is_down:
            return Decoded([{"what": "order of the centre", "station": frame.station}], _head(frame))
        whole = self._joiner.join(frame) if frame.is_packet else frame
        if whole is None:
            return self._packet(frame)
        try:
            report = read_report(whole)
        except BadText as fault:
            raise Undecodable(str(fault)) from fault
        answer = b""
        if frame.function != KEEP_ALIVE and not report.says_nothing:
            answer = write_frame(confirm(frame, sent_at=_local(), serial=report.serial, stays=self._stays))
        said = [Said(one.station, one.fields) for one in observed(report, frame.function)]
        return Decoded(_items(frame, report), _head(frame) | _head_of_text(report), answer, said=said)

    def _packet(self, frame: Frame) -> Decoded:
        """Return what one packet of several says; the first bears the head of the text."""
        item: Json = {
            "what": "packet", "station": frame.station, "packet": frame.number, "packets": frame.packets,
            "bytes": len(frame.text),
        }
        answer = b""
        if frame.end == Mark.ETX:
            item["missing"] = self._joiner.missing(frame)
            serial = self._joiner.serial_of(frame)
            answer = b"".join(
                write_frame(refuse_packet(frame, number, sent_at=_local(), serial=serial))
                for number in item["missing"]
            )
        head = _head(frame)
        if frame.number == 1:
            report = _first(frame)
            head |= _head_of_text(report) if report else {}
            item["observed"] = report.elements[0].at if report and report.elements else None
            item["picture_bytes"] = len(report.picture) if report and report.picture else None
        return Decoded([{key: value for key, value in item.items() if value is not None}], head, answer)


def _first(frame: Frame) -> Report | None:
    try:
        return read_report(frame)
    except BadText:
        return None


def _head(frame: Frame) -> Json:
    head: Json = {
        "fn": f"{frame.function:02X}", "what": FUNCTIONS.get(frame.function, "unknown function"),
        "direction": "down" if frame.is_down else "up", "coding": "ASCII" if frame.is_ascii else "HEX/BCD",
        "centre": frame.centre, "station": frame.station, "password": frame.password, "length": _length(frame),
        "start": "SYN" if frame.is_packet else "STX", "end": Mark(frame.end).name,
    }
    if frame.is_packet:
        head |= {"packets": frame.packets, "packet_no": frame.number}
    return head


def _length(frame: Frame) -> int:
    """Return the length as it stands in the head: with SYN the packet's numbers are counted too."""
    return len(frame.text) + (0 if not frame.is_packet else 6 if frame.is_ascii else 3)


def _head_of_text(report: Report) -> Json:
    return {
        "serial": report.serial, "sent": report.sent_at.isoformat() if report.sent_at else None,
        **({"class": report.station_class} if report.station_class else {}),
    }


def _items(frame: Frame, report: Report) -> list[Json]:
    items = [_item(frame, "reading", one) for one in report.elements]
    items += [_item(frame, "parameter", one) for one in report.parameters]
    if report.status is not None:
        items.append({
            "what": "status", "station": report.station, "status": f"{report.status:08X}", "states": status_of(report.status),
        })
    if report.manual:
        what = "software version" if frame.function == 0x45 else "text entered by hand"
        items.append({"what": what, "station": report.station, "text": report.manual})
    if report.picture:
        is_jpeg = report.picture.startswith(b"\xff\xd8")
        items.append({
            "what": "picture", "station": report.station, "bytes": len(report.picture), "is_jpeg": is_jpeg,
        })
    if report.raw:
        what = "data that cannot be read" if report.problem else FUNCTIONS.get(frame.function, "data")
        item = {"what": what, "station": report.station, "raw": report.raw.hex().upper()}
        items.append(item | ({"problem": report.problem} if report.problem else {}))
    return items or [{"what": FUNCTIONS.get(frame.function, "report"), "station": report.station}]


def _item(frame: Frame, what: str, one: Element) -> Json:
    item: Json = {
        "what": what, "station": one.station, "element": one.code, "key": one.key, "name": one.title or None,
        "value": one.value if what == "reading" else None, "digits": one.digits or None, "unit": one.unit or None,
        "time": one.at.isoformat() if one.at else None,
    }
    if what == "reading":
        item |= {"may_alarm": frame.function != TEST, "is_threshold_report": frame.function == THRESHOLD}
        if one.value is None:
            item["problem"] = "no value"
    return {key: value for key, value in item.items() if value is not None}


def _local() -> datetime:
    return datetime.now(_CHINA)
