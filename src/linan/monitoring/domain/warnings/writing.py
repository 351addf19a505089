"""CAP 1.2 out: a warning that is relayed as it was issued, or practised. Nothing here issues one to the public."""

import re
from dataclasses import dataclass

from lxml import etree

from linan.monitoring.domain.warnings.documents import Element
from linan.monitoring.domain.warnings.formats.cap import CAP_12
from linan.monitoring.domain.warnings.levels import CAP, OLD_FIVE, step_of
from linan.monitoring.domain.warnings.message import Area, Level, Purpose, WarningMessage, Words
from linan.monitoring.domain.warnings.shapes import circle_text, ring_text
from linan.monitoring.domain.warnings.times import strict

# Colour to CAP severity, as the national centre's own feed maps it: blue is Minor.
_SEVERITIES = {"red": "Extreme", "orange": "Severe", "yellow": "Moderate", "blue": "Minor", "grey": "Unknown"}
_URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
_CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")
_CATEGORIES = (
    "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
)
# Everything outside the production Char of XML 1.0 (fifth edition), section 2.2.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
COLOUR = "warning level colour"


@dataclass(frozen=True, slots=True)
class Relay:
    """Who passes a warning on. source: named in the alert; note: a line for its readers."""

    source: str
    note: str


def write_cap(message: WarningMessage, relay: Relay) -> bytes:
    """Return the alert in CAP 1.2. Identifier, sender and moment stay the issuer's, so that duplicates are known."""
    alert = etree.Element(f"{{{CAP_12}}}alert", nsmap={None: CAP_12})
    _put(alert, "identifier", _key(message.identifier))
    _put(alert, "sender", _key(message.sender))
    _put(alert, "sent", strict(message.sent_at))
    _put(alert, "status", str(message.purpose).capitalize())
    _put(alert, "msgType", str(message.action).capitalize())
    _put(alert, "source", relay.source)
    if message.purpose == Purpose.ACTUAL:
        _put(alert, "scope", "Public")
    else:
        _put(alert, "scope", "Restricted")
        _put(alert, "restriction", relay.source)
    _put(alert, "note", relay.note)
    _put(alert, "references", _references(message))
    for words in message.words:
        _put_info(alert, message, words)
    written: bytes = etree.tostring(alert, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _put(parent: Element, name: str, text: str) -> None:
    """Append an element, nothing for an empty text; signs that XML cannot carry are left out."""
    if carried := _NOT_XML.sub("", text):
        etree.SubElement(parent, f"{{{CAP_12}}}{name}").text = carried


def _put_pair(parent: Element, name: str, key: str, value: str) -> None:
    pair = etree.SubElement(parent, f"{{{CAP_12}}}{name}")
    _put(pair, "valueName", key)
    _put(pair, "value", value)


def _key(text: str) -> str:
    """Return an identifier without the signs that separate references."""
    return "".join("_" if sign.isspace() or sign in ",<&" else sign for sign in text)


def _references(message: WarningMessage) -> str:
    """Return the references that are complete; the schema's readers need sender, identifier and moment."""
    return " ".join(
        f"{_key(one.sender or message.sender)},{_key(one.identifier)},{strict(one.sent_at)}"
        for one in message.references
        if one.sent_at is not None
    )


def _put_info(alert: Element, message: WarningMessage, words: Words) -> None:
    info = etree.SubElement(alert, f"{{{CAP_12}}}info")
    _put(info, "language", words.language)
    for category in message.categories or ("Other",):
        _put(info, "category", category if category in _CATEGORIES else "Other")
    _put(info, "event", words.event or words.headline)
    _put(info, "urgency", _one_of(message.urgency, _URGENCIES))
    _put(info, "severity", severity_of(message.level))
    _put(info, "certainty", _one_of(message.certainty, _CERTAINTIES))
    if message.kind:
        _put_pair(info, "eventCode", "GB/T 35561", message.kind)
    _put(info, "effective", strict(message.starts_at or message.sent_at))
    _put(info, "expires", strict(message.ends_at) if message.ends_at else "")
    _put(info, "senderName", message.issuer)
    _put(info, "headline", words.headline)
    _put(info, "description", words.description)
    _put(info, "instruction", words.instruction)
    _put(info, "web", message.web)
    _put(info, "contact", message.contact)
    if message.level.scheme != CAP:
        _put_pair(info, "parameter", COLOUR, step_of(message.level).tone)
    if message.level.scheme == OLD_FIVE:
        _put_pair(info, "parameter", "level of the older scale of five", str(step_of(message.level).grade))
    for area in message.areas:
        _put_area(info, area)


def _one_of(text: str, allowed: tuple[str, ...]) -> str:
    return text if text in allowed else "Unknown"


def severity_of(level: Level) -> str:
    """Return a level as CAP's severity."""
    step = step_of(level)
    return step.title.en if level.scheme == CAP and level.ordinal < 5 else _SEVERITIES[step.tone]


def _put_area(info: Element, area: Area) -> None:
    element = etree.SubElement(info, f"{{{CAP_12}}}area")
    _put(element, "areaDesc", area.name or ", ".join(one.value for one in area.codes) or "—")
    for ring in area.polygons:
        _put(element, "polygon", ring_text(ring))
    for circle in area.circles:
        _put(element, "circle", circle_text(circle))
    for code in area.codes:
        _put_pair(element, "geocode", code.scheme, code.value)
