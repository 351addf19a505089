"""The file of China's national warning platform (12379): like CAP, without a namespace, with colours for severities.

Source: family of GB/T 35965.1-2018 as real files of provincial platforms have it; areaDesc and geocode are lists.
"""

from datetime import datetime
from itertools import zip_longest

from linan.monitoring.domain.warnings.documents import Document, Element, children, content, local, space
from linan.monitoring.domain.warnings.formats.cap import CHINA_CODES
from linan.monitoring.domain.warnings.levels import (
    FOUR,
    categories_of,
    kind_in_text,
    kinds,
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
from linan.monitoring.domain.warnings.refusals import FieldMissing, FieldUnreadable, NotAWarning
from linan.monitoring.domain.warnings.shapes import circle_of, ring_of
from linan.monitoring.domain.warnings.times import BEIJING, moment_of


def recognises(document: Document) -> bool:
    """Return whether the document is an alert without a namespace, with the fields only this format has."""
    root = document.root
    if root is None or local(root) != "alert" or space(root):
        return False
    return any(local(one) in ("sendTime", "senderCode") for one in root)


def parts(document: Document) -> list[Element]:
    """Return the alert."""
    return [] if document.root is None else [document.root]


def read(alert: Element) -> WarningMessage:
    """Return the message of the alert. Raises: BadWarning."""
    info = next(children(alert, "info"), None)
    if info is None:
        raise FieldMissing(field="info", element="info")
    action = _action(alert, info)
    event = _needed(info, "eventType")
    return WarningMessage(
        format="national", identifier=_needed(alert, "identifier"),
        sender=content(alert, "senderCode") or _needed(alert, "sender"), issuer=_needed(alert, "sender"),
        sent_at=_sent(alert), action=action, purpose=_purpose(alert), scope=content(alert, "scope").lower() or "public",
        references=_references(content(alert, "references")), kind=_kind(event, info),
        categories=categories_of(_kind(event, info)), level=_level(info, event),
        urgency=content(info, "urgency"), certainty=content(info, "certainty"),
        starts_at=_moment(info, "onset") or _moment(info, "effective"), ends_at=_moment(info, "expires"),
        words=(_words(info, event),), areas=_areas(info), web=content(info, "web"),
    )


def _needed(element: Element, name: str) -> str:
    value = content(element, name)
    if not value:
        raise FieldMissing(field=name, element=name)
    return value


def _action(alert: Element, info: Element) -> Action:
    """Return what it does; a cancellation is often sent as an update whose headline says so."""
    what = _needed(alert, "msgType").lower()
    if what not in (*Action,):
        raise NotAWarning(field="msgType", what=content(alert, "msgType"))
    if "解除" in content(info, "headline") or "撤销" in content(info, "headline"):
        return Action.CANCEL
    return Action(what)


def _purpose(alert: Element) -> Purpose:
    status = _needed(alert, "status").lower()
    if status == "draft":
        raise NotAWarning(field="status", what="Draft")
    if status not in (*Purpose,):
        raise FieldUnreadable(field="status", element="status", value=status[:60])
    return Purpose(status)


def _moment(element: Element, name: str) -> datetime | None:
    return moment_of(content(element, name), element=name, zone=BEIJING)


def _sent(alert: Element) -> datetime:
    sent = _moment(alert, "sendTime")
    if sent is None:
        raise FieldMissing(field="sendTime", element="sendTime")
    return sent


def _references(text: str) -> tuple[Reference, ...]:
    return tuple(Reference(one) for one in text.replace(",", " ").split())


def _kind(event: str, info: Element) -> str:
    return event if event in kinds() else kind_in_text(content(info, "headline")) or event


def _level(info: Element, event: str) -> Level:
    severity = _needed(info, "severity")
    level = level_in_text(content(info, "headline"), kind=event)
    stated = level_called(severity, scheme=FOUR)
    if stated is None and level is None:
        raise FieldUnreadable(field="severity", element="severity", value=severity[:60])
    if stated and level and level.scheme == FOUR and level != stated:
        raise FieldUnreadable(field="severity", element="severity", value=f"{severity} ≠ {content(info, 'headline')}"[:120])
    return level or stated or Level(FOUR, 4)


def _words(info: Element, event: str) -> Words:
    known = kinds().get(event)
    headline = content(info, "headline")
    return Words(
        language=content(info, "language") or "zh-CN", event=known.title.zh if known else event,
        headline=headline or content(info, "description")[:80], description=content(info, "description"),
        instruction=content(info, "instruction"),
    )


def _areas(info: Element) -> tuple[Area, ...]:
    found = dict.fromkeys(one for area in children(info, "area") for one in _area(area))
    return tuple(found)


def _area(element: Element) -> list[Area]:
    """Return an area per name and code of the two lists, the shapes with the first."""
    names = [one for one in content(element, "areaDesc").replace("，", ",").split(",") if one]
    codes = [one for one in content(element, "geocode").replace("，", ",").split(",") if one]
    areas = [
        Area(name or names[-1] if names else code, (Code(CHINA_CODES, code.strip()),) if code else ())
        for name, code in zip_longest(names, codes, fillvalue="")
    ]
    polygon, circle = content(element, "polygon"), content(element, "circle")
    if polygon or circle:
        areas.append(
            Area(
                names[0] if names else "", polygons=(ring_of(polygon),) if polygon else (),
                circles=(circle_of(circle),) if circle else (),
            )
        )
    return areas
