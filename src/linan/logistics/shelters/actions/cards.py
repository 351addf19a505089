"""Refuge cards: made when first printed, read at the desk of a shelter."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from linan.logistics.shelters.models import RefugeCard
from linan.registry.models import Household

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another
LENGTH = 10

# Other slips of paper carry codes of their own; whoever hands them out adds how they are read:
# code → id of the household, None where it is not theirs.
READERS: list[Callable[[str], int | None]] = []


def card_of(household: Household, *, now: datetime) -> RefugeCard:
    """Return the household's card; made the first time it is asked for."""
    card, _ = RefugeCard.objects.get_or_create(household=household, defaults={"code": _code(), "made_at": now})
    return card


def cards_of(households: Iterable[Household], *, now: datetime) -> None:
    """Make the cards of all households that have none yet, in one statement."""
    made = [RefugeCard(household=one, code=_code(), made_at=now) for one in households]
    RefugeCard.objects.bulk_create(made, ignore_conflicts=True)


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def household_of(code: str) -> int | None:
    """Return the id of the household whose card or slip carries a code; None where nobody's does."""
    typed = "".join(letter for letter in code.upper() if letter in LETTERS)
    card = RefugeCard.objects.filter(code=typed).values_list("household_id", flat=True).first()
    if card is not None:
        return card
    return next((found for read in READERS if (found := read(code.strip())) is not None), None)
