"""The Common Alerting Protocol 1.1 and 1.2 of OASIS, checked against the schema of 1.2.

1.1 is read with the schema of 1.2: 1.2 took nothing away that a 1.1 alert may hold.
Source: OASIS CAP 1.2, 1 July 2010, sections 3.2 and 3.3.
"""

from copy import deepcopy
from datetime import datetime
from functools import cache
from pathlib import Path

from lxml import etree

from linan.monitoring.domain.warnings.documents import (
    Document,
    Element,
    children,
    content,
    contents,
    local,
    space,
)
from linan.monitoring.domain.warnings.levels import (
    CAP,
    UNKNOWN,
    kind_called,
    kind_in_text,
    level_called,
    level_in_text,
)
from linan.monitoring.domain.warnings.message import (
    Action,
    Area,
    Code,
    Level,
    Purpose,
    Reference,
    WarningMessage,
    Words,
)
from linan.monitoring.domain.warnings.refusals import BadWarning, FieldUnreadable, NotAWarning, SchemaViolated
from linan.monitoring.domain.warnings.shapes import circle_of, ring_of
from linan.monitoring.domain.warnings.signatures import XMLDSIG, checked_signature
from linan.monitoring.domain.warnings.times import moment_of, strict

CAP_12 = "urn:oasis:names:tc:emergency:cap:1.2"
VERSIONS = {CAP_12: "cap-1.2", "urn:oasis:names:tc:emergency:cap:1.1": "cap-1.1"}
MOMENTS = ("sent", "effective", "onset", "expires")
# Administrative codes of China in CAP geocodes: what the national centre's own feed calls them.
CHINA_CODES = "CPEAS Geographic Code"
_SCHEMA = Path(__file__).parent.parent / "schemas" / "cap-1.2.xsd"


def recognises(document: Document) -> bool:
    """Return whether the document is one alert, or several in a plain <alerts> wrapper."""
    root = document.root
    if root is None:
        return False
    return is_alert(root) or (local(root) == "alerts" and any(is_alert(one) for one in root))


def is_alert(element: Element) -> bool:
    """Return whether an element is an alert of a version known here."""
    return local(element) == "alert" and space(element) in VERSIONS


def parts(document: Document) -> list[Element]:
    """Return the alert, or those of the wrapper."""
    root = document.root
    if root is None or is_alert(root):
        return [] if root is None else [root]
    return [one for one in root if is_alert(one)]


def read(alert: Element) -> WarningMessage:
    """Return the message of one alert element. Raises: BadWarning."""
    _check_schema(alert)
    what = content(alert, "msgType").lower()
    if what not in (*Action, ) or content(alert, "status") == "Draft":
        raise NotAWarning(field="msgType", what=content(alert, "msgType") if what not in (*Action,) else "Draft")
    sent_at = _sent(alert)
    signature, remarks = checked_signature(alert, sent_at=sent_at)
    infos = list(children(alert, "info"))
    if what == Action.CANCEL and not infos:
        infos = [alert]
    words = tuple(_words(info) for info in infos)
    if not words:
        raise SchemaViolated(field="info", element="info", problem="missing")
    best = _best(infos)
    return WarningMessage(
        format=VERSIONS[space(alert)], identifier=_key(alert, "identifier"), sender=_key(alert, "sender"),
        issuer=content(best, "senderName") or content(alert, "sender"), sent_at=sent_at, action=Action(what),
        purpose=Purpose(content(alert, "status").lower()), scope=content(alert, "scope").lower(),
        references=_references(content(alert, "references")), kind=_kind(infos),
        categories=tuple(dict.fromkeys(one for info in infos for one in contents(info, "category"))),
        level=_level(alert, infos), urgency=content(best, "urgency"), certainty=content(best, "certainty"),
        starts_at=_first(infos, "onset") or _first(infos, "effective"), ends_at=_last(infos, "expires"), words=words,
        areas=_areas(infos), web=content(best, "web"), contact=content(best, "contact"), signature=signature,
        remarks=remarks,
    )


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_SCHEMA))


def _check_schema(alert: Element) -> None:
    """Check a copy in the namespace of 1.2, without its signature and with its moments as the schema wants them."""
    copy = deepcopy(alert)
    for signature in copy.findall(f"{{{XMLDSIG}}}Signature"):
        copy.remove(signature)
    for element in copy.iter(f"{{{space(alert)}}}*"):
        element.tag = f"{{{CAP_12}}}{local(element)}"
        if local(element) in MOMENTS and element.text:
            element.text = _strict_or_same(element.text.strip())
    if not _schema().validate(copy):
        raise _violation(_schema().error_log.last_error)


def _strict_or_same(text: str) -> str:
    try:
        moment = moment_of(text, element="sent")
    except BadWarning:
        return text
    return strict(moment) if moment else text


def _violation(fault: "etree._LogEntry | None") -> SchemaViolated:
    message = (fault.message if fault else "").replace(f"{{{CAP_12}}}", "")
    element = message.split("'")[1] if message.count("'") > 1 else "alert"
    return SchemaViolated(field=element, element=element, problem=message[:200])


def _sent(alert: Element) -> datetime:
    sent = moment_of(content(alert, "sent"), element="sent")
    if sent is None:
        raise FieldUnreadable(field="sent", element="sent", value="")
    return sent


def _key(alert: Element, name: str) -> str:
    """Return identifier or sender; a blank or a comma in it would make every reference to it ambiguous."""
    value = content(alert, name)
    if not value or any(sign in value for sign in ",<&") or any(sign.isspace() for sign in value):
        raise FieldUnreadable(field=name, element=name, value=value[:60])
    return value


def _references(text: str) -> tuple[Reference, ...]:
    found = []
    for triple in text.split():
        parts = triple.split(",")
        if len(parts) == 3:
            found.append(Reference(parts[1], parts[0], moment_of(parts[2], element="references")))
        else:
            found.append(Reference(parts[0]))
    return tuple(found)


def _best(infos: list[Element]) -> Element:
    """Return the info block to show first: the Chinese one where there is one."""
    return next((one for one in infos if content(one, "language").lower().startswith("zh")), infos[0])


def _words(info: Element) -> Words:
    note = content(info, "note")  # of a cancellation without info blocks
    event = content(info, "event")
    return Words(
        language=content(info, "language") or "en-US", event=event, headline=content(info, "headline") or event or note,
        description=content(info, "description") or note, instruction=content(info, "instruction"),
    )


def _kind(infos: list[Element]) -> str:
    for info in infos:
        for code in children(info, "eventCode"):
            if content(code, "value")[:3] in ("11A", "11B", "11C", "11D", "11E"):
                return content(code, "value")
        if found := kind_called(content(info, "event")) or kind_in_text(content(info, "event")):
            return found
    return ""


def _level(alert: Element, infos: list[Element]) -> Level:
    """Return the colour where the alert is Chinese and states one, else the worst severity of its blocks."""
    if _is_chinese(infos):
        for info in infos:
            stated = [content(one, "value") for one in children(info, "parameter")]
            for text in (content(info, "headline"), *stated):
                if found := level_in_text(text, kind=_kind(infos)):
                    return found
    levels = [level_called(content(info, "severity"), scheme=CAP) or UNKNOWN for info in infos]
    return min(levels, key=lambda one: one.ordinal)


def _is_chinese(infos: list[Element]) -> bool:
    areas = [area for info in infos for area in children(info, "area")]
    codes = [content(code, "valueName") for area in areas for code in children(area, "geocode")]
    return CHINA_CODES in codes or any(content(one, "language").lower().startswith("zh") for one in infos)


def _first(infos: list[Element], name: str) -> datetime | None:
    moments = [moment_of(content(info, name), element=name) for info in infos]
    return min((one for one in moments if one), default=None)


def _last(infos: list[Element], name: str) -> datetime | None:
    moments = [moment_of(content(info, name), element=name) for info in infos]
    return max((one for one in moments if one), default=None)


def _areas(infos: list[Element]) -> tuple[Area, ...]:
    """Return each area once: the blocks of several languages repeat them under other names."""
    found: dict[object, Area] = {}
    for info in sorted(infos, key=lambda one: not content(one, "language").lower().startswith("zh")):
        for element in children(info, "area"):
            area = _area(element)
            place = (area.codes, area.polygons, area.circles)
            found.setdefault(place if any(place) else area.name, area)
    return tuple(found.values())


def _area(element: Element) -> Area:
    return Area(
        name=content(element, "areaDesc"),
        codes=tuple(Code(content(one, "valueName"), content(one, "value")) for one in children(element, "geocode")),
        polygons=tuple(ring_of(text) for text in contents(element, "polygon")),
        circles=tuple(circle_of(text) for text in contents(element, "circle")),
    )
