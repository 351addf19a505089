"""The work behind a plan: the question is solved in a process of its own, its stages are laid down as they come."""

import tempfile
from pathlib import Path

from linan.command.domain.evacuation.apart import Limits, run_apart
from linan.command.evacuations.actions.plans import end_planning, fail_planning, note_stage
from linan.command.evacuations.asking import question_for
from linan.command.evacuations.domain.question import with_stop_file
from linan.command.evacuations.domain.solving import Answer, answers
from linan.command.evacuations.models import Evacuation, EvacuationStatus
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.ground.refusals import Refused

# Beyond the time for better plans: reading in, the first start's compiling, and the orders.
OVERHEAD_S = 180.0
MEMORY_MB = 4096


def solve(evacuation_id: int) -> None:
    """Solve the plan of an evacuation, unless somebody has cancelled it meanwhile."""
    evacuation = Evacuation.objects.select_related("zone", "org").get(pk=evacuation_id)
    if evacuation.status != EvacuationStatus.PLANNING:
        return
    try:
        with tempfile.TemporaryDirectory(prefix="linan-evacuation-") as folder:
            _solve(evacuation, Path(folder) / "stop")
    except Refused as refusal:
        fail_planning(evacuation=evacuation, why=refusal.sentence, by=SYSTEM, now=now())


def _solve(evacuation: Evacuation, stop_file: Path) -> None:
    question = with_stop_file(question_for(evacuation, now=now()), str(stop_file))
    limits = Limits(seconds=question.within_s + OVERHEAD_S, memory_mb=MEMORY_MB)
    for answer in run_apart(answers, question, limits=limits):
        state = _state_of(evacuation)
        if state is None:
            return
        if state:
            stop_file.touch()
        if isinstance(answer, Answer):
            _lay_down(evacuation, answer)


def _state_of(evacuation: Evacuation) -> bool | None:
    """Return whether stop was asked for; None when the plan is no longer wanted."""
    row = Evacuation.objects.filter(pk=evacuation.pk).values_list("status", "stop_asked_at").get()
    return None if row[0] != EvacuationStatus.PLANNING else row[1] is not None


def _lay_down(evacuation: Evacuation, answer: Answer) -> None:
    if not answer.is_last:
        note_stage(evacuation=evacuation, quality=answer.quality, by=SYSTEM, now=now())
        return
    end_planning(
        evacuation=evacuation, quality=answer.quality, orders=answer.orders or {}, crowding=answer.crowding or {},
        arrays=answer.arrays, by=SYSTEM, now=now(),
    )
