"""Refuge cards: made when first printed, read at the desk of a shelter."""

import secrets
from collections.abc import Callable
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
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    card, _ = RefugeCard.objects.get_or_create(household=household, defaults={"code": code, "made_at": now})
    return card


def household_of(code: str) -> int | None:
    """Return the id of the household whose card or slip carries a code; None where nobody's does."""
    typed = "".join(letter for letter in code.upper() if letter in LETTERS)
    card = RefugeCard.objects.filter(code=typed).values_list("household_id", flat=True).first()
    if card is not None:
        return card
    return next((found for read in READERS if (found := read(code.strip())) is not None), None)
