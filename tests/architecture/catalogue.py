"""What the interface says and what the rooms' catalogues know, read from the sources."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linan"
_CALLS = (
    "_", "gettext", "gettext_lazy", "gettext_noop", "noop", "ngettext", "ngettext_lazy", "pgettext",
    "pgettext_lazy", "npgettext", "npgettext_lazy",
)
_PLURAL = ("ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy")
_WITH_CONTEXT = ("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy")
_PLACE = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Said:
    """One msgid of the interface and the file that says it. plural: None where there is none."""

    where: str
    msgid: str
    plural: str | None
    context: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """One translation of a catalogue: every plural form of it."""

    where: str
    forms: tuple[str, ...]


def everything_said() -> Iterator[Said]:
    """Yield every msgid of the Python files and templates."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _calls(path, path.read_text())
    for folder in sorted(SOURCE.glob("**/templates")):
        for path in sorted(folder.rglob("*.*")):
            if path.suffix in {".html", ".txt", ".svg"}:
                # In brackets, so that the page's indentation means nothing to Python's tokenizer.
                yield from _calls(path, f"(\n{templatize(path.read_text(), origin=str(path))}\n)")


def everything_known() -> dict[tuple[str, str | None], list[Known]]:
    """Return the Chinese of every catalogue by (msgid, context); fuzzy ones do not count."""
    known: dict[tuple[str, str | None], list[Known]] = defaultdict(list)
    for path in sorted(SOURCE.glob("**/locale/zh_Hans/LC_MESSAGES/django.po")):
        for message in _read(path):
            first = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
            if first and not message.fuzzy:
                known[first, message.context].append(Known(_short(path), tuple(str(form) for form in forms)))
    return known


def places(text: str) -> set[str]:
    """Return the names of the named places in a sentence."""
    return set(_PLACE.findall(text))


def _read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale="zh_Hans")


def _calls(path: Path, text: str) -> Iterator[Said]:
    found = extract_python(BytesIO(text.encode()), _CALLS, [], {"encoding": "utf-8"})
    for _line, call, said, _comments in found:
        words = list(said) if isinstance(said, tuple | list) else [said]
        context = words.pop(0) if call in _WITH_CONTEXT else None
        if words and words[0]:
            plural = words[1] if call in _PLURAL and len(words) > 1 else None
            yield Said(_short(path), words[0], plural, context)


def _short(path: Path) -> str:
    return str(path.relative_to(SOURCE))
