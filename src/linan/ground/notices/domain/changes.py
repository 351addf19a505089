"""What is new in a text: sentence by sentence, as somebody who read the old one wants to see it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+\n*|\n+|$)")


class Mark(StrEnum):
    """What became of a piece."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some sentences in a row that share their mark."""

    mark: Mark
    text: str


def pieces_of(before: str, after: str) -> list[Piece]:
    """Return both texts as one, with what was taken out and what came in; where there is both, the old comes first."""
    old, new = _sentences(before), _sentences(after)
    pieces: list[Piece] = []
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces += _piece(Mark.KEPT, new[from_new:to_new])
        else:
            pieces += _piece(Mark.REMOVED, old[from_old:to_old]) + _piece(Mark.ADDED, new[from_new:to_new])
    return pieces


def _sentences(text: str) -> list[str]:
    return [found for found in _SENTENCE.findall(text.strip()) if found]


def _piece(mark: Mark, sentences: Sequence[str]) -> list[Piece]:
    return [Piece(mark, "".join(sentences))] if sentences else []
