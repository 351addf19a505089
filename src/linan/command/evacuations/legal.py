"""The legal bases of forced evacuation, as data with their words."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_PLACE = Path(__file__).parent / "legal_bases.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """An article that lets somebody be taken out against their will. text: quoted; who: to whom it gives that right."""

    key: str
    law: str
    article: str
    text: str
    who: str

    @property
    def name(self) -> str:
        """How it is cited."""
        return f"《{self.law}》{self.article}"


@cache
def legal_bases() -> dict[str, LegalBasis]:
    """Return the legal bases by key, the one of the geological regulation first."""
    return {one["key"]: LegalBasis(**one) for one in yaml.safe_load(_PLACE.read_text(encoding="utf-8"))}
