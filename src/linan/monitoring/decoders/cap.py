"""Public warnings: the name of a file a line (CAP 1.1 and 1.2, the national platform's, EDXL-DE, Atom, RSS, texts)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linan.monitoring.decoders import Decoded, Json, Undecodable
from linan.monitoring.decoders._sources import reason_of
from linan.monitoring.domain.warnings.documents import LIMIT_MB, Document, open_document
from linan.monitoring.domain.warnings.formats import format_of, links_of, read_each
from linan.monitoring.domain.warnings.message import WarningMessage
from linan.monitoring.domain.warnings.refusals import BadWarning


class Decoder:
    """Reads files of warnings."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Take no option: a file says itself what it is."""

    def decode(self, line: str) -> Decoded:
        """Return the warnings of a file, and why others in it are none. Raises: Undecodable."""
        try:
            document = open_document(_content(line.strip()))
            found = read_each(document)
        except BadWarning as refused:
            raise Undecodable(reason_of(refused)) from refused
        items: list[Json] = [{"what": "warning", **one.as_json()} for one in found if isinstance(one, WarningMessage)]
        refusals = [reason_of(one) for one in found if isinstance(one, BadWarning)]
        if not items:
            raise Undecodable("; ".join(refusals))
        return Decoded(items, _head(document, refusals))


def _content(name: str) -> bytes:
    if not name:
        raise Undecodable("empty")
    try:
        path = Path(name).expanduser()
        if not path.is_file():
            raise Undecodable("no such file")
        with path.open("rb") as opened:
            return opened.read(LIMIT_MB * 1_000_000 + 1)
    except (OSError, ValueError) as fault:
        raise Undecodable(f"the file cannot be read: {type(fault).__name__}") from fault


def _head(document: Document, refusals: list[str]) -> Json:
    name, _ = format_of(document)
    links = links_of(document)
    return {
        "format": name, **({"refused": refusals} if refusals else {}), **({"links": links[:50]} if links else {}),
    }
