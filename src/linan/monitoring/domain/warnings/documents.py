"""Opening what arrived: size and encoding checked, XML parsed with DTD, entities and network off."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias
from zipfile import BadZipFile, ZipFile

from lxml import etree

from linan.monitoring.domain.warnings.refusals import (
    BadArchive,
    BrokenXml,
    DtdRefused,
    EmptyWarning,
    UnknownFormat,
    WarningTooLarge,
)

LIMIT_MB = 5
_ZIP = b"PK\x03\x04"
_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*(<!DOCTYPE)?", re.DOTALL | re.IGNORECASE)
Element: TypeAlias = etree._Element


@dataclass(frozen=True, slots=True)
class Document:
    """A file opened once: `root` for XML, `text` for anything else."""

    raw: bytes
    root: Element | None = None
    text: str = ""


def open_document(raw: bytes) -> Document:
    """Return the opened file. Raises: BadWarning."""
    if len(raw) > LIMIT_MB * 1_000_000:
        raise WarningTooLarge(limit_mb=LIMIT_MB)
    if raw.startswith(_ZIP):
        return open_document(_unpacked(raw))
    text = _text_of(raw).lstrip("\ufeff").strip()
    if not text:
        raise EmptyWarning
    if "\x00" in text:
        raise UnknownFormat
    if not text.startswith("<"):
        return Document(raw, text=text)
    return Document(raw, root=_parsed(raw if raw[:2] in _ENCODINGS else raw.strip(), text))


def _unpacked(raw: bytes) -> bytes:
    """Return the one XML of a ZIP: the national platform delivers its files so, one in each.

    Raises: BadArchive, also for a ZIP in a ZIP; WarningTooLarge, told before anything is unpacked.
    """
    try:
        with ZipFile(BytesIO(raw)) as archive:
            found = [one for one in archive.infolist() if one.filename.lower().endswith(".xml")]
            if len(found) != 1:
                raise BadArchive
            if found[0].file_size > LIMIT_MB * 1_000_000:
                raise WarningTooLarge(limit_mb=LIMIT_MB)
            content = archive.read(found[0])
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
        raise BadArchive from fault
    if content.startswith(_ZIP):
        raise BadArchive
    return content


def _text_of(raw: bytes) -> str:
    """Return the text: UTF-8, or GB 18030, which Chinese offices still send.

    Anything else is read byte by byte, only to see whether it is XML, whose parser knows the encoding it declares.
    """
    if raw[:2] in _ENCODINGS:
        return raw.decode(_ENCODINGS[raw[:2]], errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _parsed(raw: bytes, text: str) -> Element:
    prolog = _PROLOG.match(text)
    if prolog and prolog[1]:
        raise DtdRefused
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as fault:
        raise BrokenXml(line=fault.lineno or 1, problem=_short(fault.msg)) from fault
    except ValueError as fault:
        raise BrokenXml(line=1, problem=_short(str(fault))) from fault
    if root.getroottree().docinfo.doctype:
        raise DtdRefused
    return root


def _short(problem: str | None) -> str:
    return (problem or "?").split("\n")[0][:160]


def local(element: Element) -> str:
    """Return an element's name without its namespace; "" for a comment or an instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def space(element: Element) -> str:
    """Return an element's namespace, "" where it has none."""
    return (etree.QName(element).namespace or "") if isinstance(element.tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of that local name."""
    return (child for child in element if local(child) == name)


def content(element: Element, name: str) -> str:
    """Return the stripped text of the first child of that local name, "" where there is none."""
    for child in children(element, name):
        return "".join(child.itertext()).strip()
    return ""


def contents(element: Element, name: str) -> tuple[str, ...]:
    """Return the stripped, non-empty texts of all children of that local name."""
    texts = ("".join(child.itertext()).strip() for child in children(element, name))
    return tuple(text for text in texts if text)
