"""Formats of warnings, one file each, found by this folder.

A format is a module with `recognises(document) -> bool`, `parts(document) -> list` with what holds one warning each,
`read(part) -> WarningMessage` and, where it is an index, `links(document) -> list[str]` with the addresses of the
warnings it lists.
"""

from types import ModuleType
from typing import Any

from linan.ground.plugins import load_folder
from linan.monitoring.domain.warnings.documents import Document
from linan.monitoring.domain.warnings.message import WarningMessage
from linan.monitoring.domain.warnings.refusals import (
    BadWarning,
    FieldUnreadable,
    NoWarningInside,
    TooManyWarnings,
    UnknownFormat,
)

MOST = 2_000  # entries of one file; the feed of a whole country has some hundreds
LONGEST = {"identifier": 300, "sender": 200, "issuer": 200, "kind": 12}  # characters; of today's feeds none comes near


def format_of(document: Document) -> tuple[str, ModuleType]:
    """Return the name and module of the format that recognises the document. Raises: UnknownFormat."""
    for name, module in load_folder(__name__).items():
        if module.recognises(document):
            return name, module
    raise UnknownFormat


def read_each(document: Document) -> list[WarningMessage | BadWarning]:
    """Return each warning, or why it is none, at least one of both.

    Raises: UnknownFormat, NoWarningInside, TooManyWarnings.
    """
    _, module = format_of(document)
    parts = module.parts(document)
    if not parts:
        raise NoWarningInside(links=len(links_of(document)))
    if len(parts) > MOST:
        raise TooManyWarnings(count=len(parts), most=MOST)
    return [_read(module, part) for part in parts]


def _read(module: ModuleType, part: Any) -> WarningMessage | BadWarning:
    try:
        message: WarningMessage = module.read(part)
        _check_lengths(message)
    except BadWarning as refusal:
        return refusal
    return message


def _check_lengths(message: WarningMessage) -> None:
    """Refuse names no issuer has; texts may be as long as they are."""
    for element, longest in LONGEST.items():
        value = str(getattr(message, element))
        if len(value) > longest:
            raise FieldUnreadable(field=element, element=element, value=f"{value[:40]}…")


def links_of(document: Document) -> list[str]:
    """Return the addresses of warnings that an index lists, none for any other format. Raises: UnknownFormat."""
    _, module = format_of(document)
    return list(module.links(document)) if hasattr(module, "links") else []
