"""Table of swaps of shifts."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.logistics.duty.models.shifts import Shift


class SwapState(models.TextChoices):
    """The life of a swap."""

    ASKED = "asked", _("waits for the other")
    AGREED = "agreed", _("waits for the leader")
    DONE = "done", _("swapped")
    DECLINED = "declined", _("declined by the other")
    REFUSED = "refused", _("not confirmed by the leader")
    WITHDRAWN = "withdrawn", _("taken back")


OPEN_SWAPS = (SwapState.ASKED, SwapState.AGREED)


class Swap(models.Model):
    """Two people on duty exchange their shifts. given: of whoever asks; taken: the one they want in its place.

    The shifts named are those from before; what came of them are new shifts, so that nothing on the roster is rewritten.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    given = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    taken = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=SwapState.choices, default=SwapState.ASKED)
    why = models.CharField(max_length=400)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Swap"]] = scoped_manager("org")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        SwapState.ASKED: frozenset({SwapState.AGREED, SwapState.DONE, SwapState.DECLINED, SwapState.WITHDRAWN}),
        SwapState.AGREED: frozenset({SwapState.DONE, SwapState.REFUSED, SwapState.WITHDRAWN}),
        SwapState.DONE: frozenset(),
        SwapState.DECLINED: frozenset(),
        SwapState.REFUSED: frozenset(),
        SwapState.WITHDRAWN: frozenset(),
    }

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["given"], condition=models.Q(state__in=["asked", "agreed"]), name="swap_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"swap-{self.pk}"

    @property
    def tone(self) -> str:
        """The colour its state is shown in."""
        tones = {SwapState.ASKED: "yellow", SwapState.AGREED: "orange", SwapState.DONE: "green"}
        return tones.get(SwapState(self.state), "grey")
