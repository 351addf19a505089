"""How full a shelter is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """People in a shelter against its places. usable: the places less the reserve."""

    people: int
    usable: int
    places: int

    @property
    def free(self) -> int:
        """The places that are free without touching the reserve."""
        return max(0, self.usable - self.people)

    @property
    def reserve_free(self) -> int:
        """The places of the reserve that are free."""
        return max(0, self.places - max(self.people, self.usable))

    @property
    def over(self) -> int:
        """The people for whom there is no place at all."""
        return max(0, self.people - self.places)

    @property
    def percent(self) -> int:
        """The share of all places that is taken, whole per cent, rounded down; 100 where there is no place."""
        return self.people * 100 // self.places if self.places else 100

    @property
    def is_full(self) -> bool:
        """Whether only the reserve is left, or less."""
        return self.people >= self.usable

    @property
    def tone(self) -> str:
        """The colour: red when full, orange from four fifths of the usable places on, else green."""
        if self.is_full:
            return "red"
        return "orange" if self.people * 5 >= self.usable * 4 else "green"
