"""The assignment itself, by a constraint solver (CP-SAT of ortools): exact, as the numbers are small.

In this order: least missing, least late (each weighed by urgency), then soonest there with no more than is needed.
"""

from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from linan.command.domain.deployment.question import Allotment, Answer, Question, Shortfall, Source, Want
from linan.ground.refusals import Refused
from linan.ground.text import noop as _

_URGENCY = {1: 100, 2: 10, 3: 1}  # one missing at the most urgent weighs as ten at the next
_SPARE_S = 60  # assumed: to hold one more helper back is worth a minute of travel


class ChoicesContradict(Refused):
    """What was fixed by hand cannot all be done."""

    code = "choices_contradict"
    status = 409
    msgid = _("These choices cannot all be carried out: somebody is not ready, has no way there, or was sent to two places.")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A source that may go to a want. goes: 0 or 1; amount: what it brings."""

    source: Source
    want: Want
    goes: Any
    amount: Any


def match(question: Question, *, seconds: float = 5.0) -> Answer:
    """Return the best assignment, or the best found within so many seconds. Raises: ChoicesContradict."""
    model = cp_model.CpModel()
    pairs = [
        _pair(model, source, want) for source in question.sources for want in question.wants
        if question.may_go(source, want)
    ]
    _limit_sources(model, question, pairs)
    _pin(model, question, pairs)
    met = {want.key: _met(model, question, want, pairs) for want in question.wants}
    model.minimize(_objective(question, pairs, met))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise ChoicesContradict
    return _answer(question, pairs, solver, is_proved=status == cp_model.OPTIMAL)


def _pair(model: Any, source: Source, want: Want) -> _Pair:
    goes = model.new_bool_var("")
    if source.is_whole:
        return _Pair(source, want, goes, goes * source.amount)
    amount = model.new_int_var(0, min(source.amount, want.amount), "")
    model.add(amount >= goes)
    model.add(amount <= source.amount * goes)
    return _Pair(source, want, goes, amount)


def _limit_sources(model: Any, question: Question, pairs: list[_Pair]) -> None:
    for source in question.sources:
        own = [one for one in pairs if one.source is source]
        if own and source.is_whole:
            model.add_at_most_one(one.goes for one in own)
        elif own:
            model.add(sum(one.amount for one in own) <= source.amount)


def _pin(model: Any, question: Question, pairs: list[_Pair]) -> None:
    """Hold what was chosen by hand."""
    for pin in question.pins:
        own = [one for one in pairs if one.source.key == pin.source]
        chosen = [one.goes for one in own if one.want.key == pin.want]
        model.add_bool_or(chosen) if pin.want is not None else model.add(sum(one.goes for one in own) == 0)


def _met(model: Any, question: Question, want: Want, pairs: list[_Pair]) -> tuple[Any, Any]:
    """Return how much of a want is met at all, and how much of it in time."""
    own = [one for one in pairs if one.want is want]
    covered, in_time = model.new_int_var(0, want.amount, ""), model.new_int_var(0, want.amount, "")
    model.add(covered <= sum(one.amount for one in own))
    model.add(in_time <= sum(one.amount for one in own if not question.is_late(one.source, want)))
    model.add(in_time <= covered)
    return covered, in_time


def _objective(question: Question, pairs: list[_Pair], met: dict[str, tuple[Any, Any]]) -> Any:
    """Return one sum in which a unit of each aim outweighs all of the aims after it."""
    finest = [(_price(question, one) * (len(pairs) + 1) + (_key(one) not in question.kept)) for one in pairs]
    heaviest = max((sum(finest)), 1) + 1
    missing = sum(_URGENCY[want.urgency] * (want.amount - met[want.key][0]) for want in question.wants)
    late = sum(_URGENCY[want.urgency] * (met[want.key][0] - met[want.key][1]) for want in question.wants)
    most_late = sum(_URGENCY[want.urgency] * want.amount for want in question.wants) + 1
    return heaviest * (most_late * missing + late) + sum(
        weight * one.goes for weight, one in zip(finest, pairs, strict=True)
    )


def _price(question: Question, pair: _Pair) -> int:
    return question.arrives_s[_key(pair)] + (_SPARE_S * pair.source.amount if pair.source.is_whole else 0)


def _key(pair: _Pair) -> tuple[str, str]:
    return pair.source.key, pair.want.key


def _answer(question: Question, pairs: list[_Pair], solver: Any, *, is_proved: bool) -> Answer:
    gone = [(one, int(solver.value(one.amount))) for one in pairs if solver.value(one.goes)]
    allotments = tuple(
        Allotment(*_key(one), amount, question.arrives_s[_key(one)], question.is_late(one.source, one.want))
        for one, amount in gone
    )
    return Answer(allotments, shortfalls(question, allotments), is_proved)


def shortfalls(question: Question, allotments: tuple[Allotment, ...]) -> tuple[Shortfall, ...]:
    """Return what each want lacks that is not met in time."""
    found = []
    for want in question.wants:
        own = [one for one in allotments if one.want == want.key]
        covered = min(want.amount, sum(one.amount for one in own))
        in_time = min(want.amount, sum(one.amount for one in own if not one.is_late))
        if in_time < want.amount:
            found.append(Shortfall(want.key, want.amount - covered, covered - in_time))
    return tuple(found)
