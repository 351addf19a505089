"""What the pages of ladders show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from linan.response.ladders.domain.definitions import LadderKind, RungKind, Words, ladder_kinds
from linan.response.ladders.models import LIVE, Ladder, LadderStatus, Occurrence, Rung

TONES = {
    LadderStatus.OPEN: "orange", LadderStatus.WATCHED: "blue", LadderStatus.FORGIVEN: "green",
    LadderStatus.UNFOUNDED: "grey", LadderStatus.HANDED_OVER: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRung:
    """One step: what it is, and what became of it (rung: None where it was not reached)."""

    number: int
    kind: RungKind
    rung: Rung | None
    is_late: bool

    @property
    def title(self) -> str:
        """Its name."""
        return said(self.kind.title)

    @property
    def script(self) -> str:
        """What to say or do."""
        return said(self.kind.script)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLadder:
    """A ladder with its steps in the order in which they were or will be taken."""

    ladder: Ladder
    kind: LadderKind
    steps: Sequence[ShownRung]
    occurrences: Sequence[Occurrence]

    @property
    def title(self) -> str:
        """The name of its kind."""
        return said(self.kind.title)

    @property
    def tone(self) -> str:
        """The colour of where it stands."""
        return TONES[LadderStatus(self.ladder.status)]

    @property
    def current(self) -> ShownRung | None:
        """The step that is to be taken now."""
        return next((one for one in self.steps if one.rung and one.rung.done_at is None), None)

    @property
    def is_last_step(self) -> bool:
        """Whether nothing but an authority comes after the current step."""
        return self.current is not None and self.current.number == len(self.kind.rungs)

    @property
    def can_notice(self) -> bool:
        """Whether the written notice has been reached."""
        return any(one.rung and one.kind.key == "notice" for one in self.steps)

    @property
    def texts(self) -> dict[str, str]:
        """The texts of its kind."""
        names = ("cooling_off_reason", "basis", "demand", "consequence", "handed_to")
        return {name: said(getattr(self.kind, name)) for name in names}


def said(words: Words) -> str:
    """Return a text in the language now active."""
    return words.in_language(get_language() or "zh")


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of ladder that a person can begin."""
    return [(key, said(one.title)) for key, one in ladder_kinds().items() if one.starts.when == "raised"]


def ladders_for_list(*, ended: bool) -> QuerySet[Ladder]:
    """Return the ladders that go on, or those that ended, with all that a line needs (three queries)."""
    rows = Ladder.objects.exclude(status__in=LIVE) if ended else Ladder.objects.filter(status__in=LIVE)
    rungs = Rung.objects.select_related("owner", "done_by", "photo")
    return rows.select_related("building", "org").prefetch_related(
        Prefetch("rungs", rungs), Prefetch("occurrences", Occurrence.objects.all())
    ).order_by("status", "opened_at")  # "open" before "watched"


def counts() -> dict[str, int]:
    """Return how many ladders wait for a step and how many are watched."""
    return Ladder.objects.aggregate(
        open=Count("pk", filter=Q(status=LadderStatus.OPEN)), watched=Count("pk", filter=Q(status=LadderStatus.WATCHED)),
        forgiven=Count("pk", filter=Q(status=LadderStatus.FORGIVEN)),
    )


def shown_ladder(ladder: Ladder, *, now: datetime) -> ShownLadder:
    """Return a ladder as its pages show it; two queries unless rungs and occurrences are fetched already."""
    kind = ladder_kinds()[ladder.kind]
    taken = [
        ShownRung(number=one.number, kind=kind.rung(one.number), rung=one, is_late=one.done_at is None and one.due_at < now)
        for one in ladder.rungs.all()
    ]
    highest = max((one.number for one in taken), default=0)
    ahead = [
        ShownRung(number=number, kind=kind.rung(number), rung=None, is_late=False)
        for number in range(highest + 1, len(kind.rungs) + 1)
    ]
    return ShownLadder(ladder=ladder, kind=kind, steps=[*taken, *ahead], occurrences=list(ladder.occurrences.all()))
