"""What the page of a name ledger shows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from linan.response.models import Incident
from linan.response.upward.models import Harm, LedgerEntry


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry with the name opened for those who may see it."""

    entry: LedgerEntry
    name: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The ledger. totals: what became of the people, with how many."""

    incident: Incident
    entries: Sequence[ShownEntry]
    struck: Sequence[ShownEntry]
    totals: Sequence[tuple[str, int]]


def ledger_page(incident: Incident) -> LedgerPage:
    """Return the ledger of an incident with names: only for those with the right to see them."""
    rows = LedgerEntry.objects.filter(incident=incident).select_related("noted_by", "struck_by")
    shown = [ShownEntry(one, one.opened_name()) for one in rows]
    standing = [one for one in shown if one.entry.struck_at is None]
    total = Counter(one.entry.harm for one in standing)
    return LedgerPage(
        incident=incident, entries=standing, struck=[one for one in shown if one.entry.struck_at],
        totals=[(str(harm.label), total[harm]) for harm in Harm],
    )
