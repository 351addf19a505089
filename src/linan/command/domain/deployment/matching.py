"""The assignment itself, by a constraint solver (CP-SAT of ortools).

Three aims, one after the other, each held while the next is sought: least missing, least late (both weighed by
urgency), then soonest there with no more than is needed. It begins with what a dispatcher would do, so it never does worse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from linan.command.domain.deployment.nearest_first import nearest_first
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
    """A source that may go to a want. goes: 0 or 1; amount: what it brings (for a whole source, all or nothing)."""

    source: Source
    want: Want
    goes: Any
    amount: Any

    @property
    def key(self) -> tuple[str, str]:
        """Its name in the answer."""
        return self.source.key, self.want.key


@dataclass(frozen=True, slots=True)
class _Met:
    """How much of a want is met: at all, and in time."""

    want: Want
    covered: Any
    in_time: Any


def match(question: Question, *, seconds: float = 4.0) -> Answer:
    """Return the best assignment, or the best found within so many seconds. Raises: ChoicesContradict."""
    model = cp_model.CpModel()
    pairs = [
        _pair(model, source, want) for source in question.sources for want in question.wants
        if question.may_go(source, want)
    ]
    _limit_sources(model, question, pairs)
    _pin(model, question, pairs)
    met = [_met(model, question, want, pairs) for want in question.wants]
    given, is_proved = nearest_first(question), True
    for aim in _aims(question, pairs, met):
        given, proved = _solved(model, aim, question, pairs, met, given, seconds=seconds / 3)
        is_proved = is_proved and proved
    allotments = tuple(_allotment(question, one, given[one.key]) for one in pairs if given.get(one.key))
    return Answer(allotments, shortfalls(question, allotments), is_proved)


def _solved(
    model: Any, aim: Any, question: Question, pairs: list[_Pair], met: list[_Met], given: Mapping[tuple[str, str], int],
    *, seconds: float,
) -> tuple[dict[tuple[str, str], int], bool]:
    """Seek one aim beginning from an assignment, and hold what was reached; return it, and whether it is proved best."""
    _hint(model, question, pairs, met, given)
    model.minimize(aim)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise ChoicesContradict
    model.add(aim <= round(solver.objective_value))
    return {one.key: int(solver.value(one.amount)) for one in pairs}, status == cp_model.OPTIMAL


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


def _met(model: Any, question: Question, want: Want, pairs: list[_Pair]) -> _Met:
    own = [one for one in pairs if one.want is want]
    met = _Met(want, model.new_int_var(0, want.amount, ""), model.new_int_var(0, want.amount, ""))
    model.add(met.covered <= sum(one.amount for one in own))
    model.add(met.in_time <= sum(one.amount for one in own if not question.is_late(one.source, want)))
    model.add(met.in_time <= met.covered)
    return met


def _aims(question: Question, pairs: list[_Pair], met: list[_Met]) -> list[Any]:
    """Return what is to be least: missing, late, then the price of the way; who is kept is preferred among equals."""
    missing = sum(_URGENCY[one.want.urgency] * (one.want.amount - one.covered) for one in met)
    late = sum(_URGENCY[one.want.urgency] * (one.covered - one.in_time) for one in met)
    fine = len(pairs) + 1
    price = sum((_price(question, one) * fine + (one.key not in question.kept)) * one.goes for one in pairs)
    return [missing, late, price]


def _price(question: Question, pair: _Pair) -> int:
    return question.arrives_s[pair.key] + (_SPARE_S * pair.source.amount if pair.source.is_whole else 0)


def _hint(
    model: Any, question: Question, pairs: list[_Pair], met: list[_Met], given: Mapping[tuple[str, str], int]
) -> None:
    """Tell the solver a whole assignment to begin with."""
    model.clear_hints()
    for pair in pairs:
        amount = given.get(pair.key, 0)
        model.add_hint(pair.goes, amount > 0)
        if not pair.source.is_whole:
            model.add_hint(pair.amount, amount)
    for one in met:
        own = [pair for pair in pairs if pair.want is one.want]
        covered = min(one.want.amount, sum(given.get(pair.key, 0) for pair in own))
        timely = sum(given.get(pair.key, 0) for pair in own if not question.is_late(pair.source, one.want))
        model.add_hint(one.covered, covered)
        model.add_hint(one.in_time, min(covered, timely))


def _allotment(question: Question, pair: _Pair, amount: int) -> Allotment:
    return Allotment(*pair.key, amount, question.arrives_s[pair.key], question.is_late(pair.source, pair.want))


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
