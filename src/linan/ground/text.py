"""Sentences that pure code can say and the interface translates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

type_of_value = str | int | float | bool


def noop(msgid: str) -> str:
    """Return msgid unchanged, marking it for the catalogue (domain code imports this as `_`)."""
    return msgid


@dataclass(frozen=True, slots=True)
class Sentence:
    """A translatable sentence: an English msgid with named places and the values that fill them.

    Stored as JSON and translated when shown, so one fact reads in every language.
    """

    msgid: str
    values: Mapping[str, type_of_value] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return {"msgid": ..., "values": {...}}."""
        return {"msgid": self.msgid, "values": dict(self.values)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Sentence":
        """Return the sentence that as_json() stored."""
        return cls(msgid=stored["msgid"], values=stored.get("values", {}))

    def __str__(self) -> str:
        from django.utils.translation import gettext

        return gettext(self.msgid) % self.values if self.values else gettext(self.msgid)


def say(msgid: str, **values: type_of_value) -> Sentence:
    """Return the sentence with its values: say(noop("%(n)d boats left"), n=3)."""
    return Sentence(msgid=msgid, values=values)
