"""A text in two languages, as the YAML files of this room write it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in two languages."""

    en: str
    zh: str

    def in_language(self, code: str) -> str:
        """Return the text in the language; Chinese for all codes that begin with zh."""
        return self.zh if code.startswith("zh") else self.en


def words(said: Mapping[str, str]) -> Words:
    """Return the words of a YAML mapping {en, zh}."""
    return Words(en=said["en"].strip(), zh=said["zh"].strip())
