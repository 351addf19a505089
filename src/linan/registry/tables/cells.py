"""Reading the cells of one line, and why a cell is refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from linan.ground.exchange.tables import Line
from linan.ground.exchange.workbooks import Cell
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.registry.domain.masking import STAR

Number = TypeVar("Number", int, float)
Row = TypeVar("Row")


class CellEmpty(Refused):
    """A needed cell has nothing."""

    code = "cell_empty"
    msgid = noop("This cell may not be empty. Fill it in.")


class CellTooLong(Refused):
    """A text longer than the column."""

    code = "cell_too_long"
    msgid = noop("This text is too long. Shorten it to %(most)d characters.")


class NotANumber(Refused):
    """A cell that should hold a number holds something else, or one out of range."""

    code = "not_a_number"
    msgid = noop("“%(text)s” is no number from %(least)s to %(most)s. Correct it.")


class UnknownWord(Refused):
    """A cell that takes only certain words has another."""

    code = "unknown_word"
    msgid = noop("“%(text)s” is not known here. Write one of: %(words)s.")


class MaskedCell(Refused):
    """A masked value would overwrite the true one."""

    code = "masked_cell"
    msgid = noop("This value is masked. Leave the cell empty to keep what is stored, or write it in full.")


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A kind of table. headings: column by field; needed: fields whose column must be there."""

    noun: str
    headings: Mapping[str, str]
    needed_fields: tuple[str, ...]
    read: Callable[[Line], Row]

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(self.headings[name] for name in self.needed_fields)


@dataclass(frozen=True, slots=True)
class Cells:
    """One line, its cells asked for by field."""

    line: Line
    headings: Mapping[str, str]

    def text(self, field: str, most: int) -> str:
        """Return a text that may be empty. Raises: CellTooLong."""
        text = self.line.cells.get(self.headings[field], "")
        if len(text) > most:
            raise CellTooLong(field=self.headings[field], most=most)
        return text

    def needed_text(self, field: str, most: int) -> str:
        """Return a text. Raises: CellEmpty, CellTooLong."""
        text = self.text(field, most)
        if not text:
            raise CellEmpty(field=self.headings[field])
        return text

    def number(self, field: str, kind: Callable[[str], Number], least: Number, most: Number) -> Number | None:
        """Return a number, or None for an empty cell. Raises: NotANumber."""
        text = self.line.cells.get(self.headings[field], "")
        if not text:
            return None
        refusal = NotANumber(field=self.headings[field], text=text[:40], least=least, most=most)
        try:
            number = kind(text)
        except ValueError as fault:
            raise refusal from fault
        if not least <= number <= most:
            raise refusal
        return number

    def needed_number(self, field: str, kind: Callable[[str], Number], least: Number, most: Number) -> Number:
        """Return a number. Raises: CellEmpty, NotANumber."""
        number = self.number(field, kind, least, most)
        if number is None:
            raise CellEmpty(field=self.headings[field])
        return number

    def word(self, field: str, words: Mapping[str, str], *, otherwise: str = "") -> str:
        """Return what a word stands for; an empty cell reads as `otherwise`. Raises: CellEmpty, UnknownWord."""
        text = self.line.cells.get(self.headings[field], "") or otherwise
        if not text:
            raise CellEmpty(field=self.headings[field])
        return self._known(field, text, words)

    def words(self, field: str, words: Mapping[str, str]) -> tuple[str, ...]:
        """Return what the words of a list ("孕妇、听力残疾") stand for. Raises: UnknownWord."""
        text = self.line.cells.get(self.headings[field], "")
        parts = [part.strip() for part in text.replace("，", "、").replace(",", "、").split("、")]
        return tuple(dict.fromkeys(self._known(field, part, words) for part in parts if part))

    def _known(self, field: str, text: str, words: Mapping[str, str]) -> str:
        if text not in words:
            raise UnknownWord(field=self.headings[field], text=text[:40], words="、".join(words))
        return words[text]


def unmasked(cells: Cells, field: str, most: int) -> str:
    """Return a personal text that may be empty. Raises: CellTooLong, MaskedCell."""
    text = cells.text(field, most)
    if STAR in text:
        raise MaskedCell(field=cells.headings[field])
    return text


def cells_of(
    rows: Iterable[Any], headings: Mapping[str, str], *, shown: Mapping[str, Callable[[Any], Cell]]
) -> Iterable[list[Cell]]:
    """Return the cells of rows in the order of the headings. shown: how a field reads where it is no column."""
    for row in rows:
        yield [shown[name](row) if name in shown else getattr(row, name) for name in headings]
