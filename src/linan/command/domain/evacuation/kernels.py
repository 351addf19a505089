"""Compiled loops over the time-expanded network, which is never built: a state is (place, step) in one array.

Steps are counted on each place's own clock, which runs ahead by the way left to the nearest shelter (`toward`), so
that walking a shortest way does not change the reading: every state of one reading is as good as any other, and a
deadline is the same reading everywhere. A person may move along an arc with room, wait, or take over the move of
somebody already on the way, who then goes another way (a cancelled move). The label of a state is the least number
of cancelled moves from there to a free place in a shelter.

Source: Ford and Fulkerson 1958 (flows over time); Dinic 1970 and Ahuja and Orlin 1991 (shortest augmenting paths,
distance labels), here with moves of length 0 and cancellations of length 1: the moves of length 0 always go forward
in time, so they close no circle and the labels stay sound.
"""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]

NEVER = 32_000
_NONE, _WALK, _WAIT, _TAKE_OVER, _COME_EARLIER = -1, 0, 1, 2, 3


class Frame(NamedTuple):
    """The network as the kernels read it; a cell is step * arcs + arc, a state step * places + place.

    So everybody under way at one reading of the clocks lies close together in memory, and walking a shortest way
    does not leave that stretch (three times faster than the other way round). Arcs are numbered by their tail:
    those of place p are out_start[p] … out_start[p+1]-1, the `nearer[p]` that come closer to a shelter first.
    steps: how many the arrays hold. first: earliest step anybody can be at a place. detour: steps lost on an arc
    against the shortest way. shelter: index or -1; a shelter has one state for all steps, that of step 0.
    inward: all places, the nearest to a shelter first.
    """

    steps: int
    inward: Ints
    first: Ints
    tail: Ints
    head: Ints
    detour: Ints
    out_start: Ints
    nearer: Ints
    in_start: Ints
    in_arc: Ints
    shelter: Ints


class Flow(NamedTuple):
    """Who moves when: room left and people moved per cell, people waiting per state, free places, people to place.

    starts: the state in which the people of each origin set out; waiting: how many of them have no way yet.
    """

    room: Ints
    moved: Ints
    held: Ints
    places: Ints
    starts: Ints
    waiting: Ints


class Scratch(NamedTuple):
    """Working memory: labels, the next move to try per state, two queues, the path being walked."""

    label: Ints
    cursor: Ints
    queue: Ints
    later: Ints
    move: Ints
    kind: Ints
    state: Ints


@njit(cache=True, nogil=True)
def send(
    frame: Frame, flow: Flow, scratch: Scratch, last: Ints, order: Ints, ceiling: int, patience: int
) -> tuple[int, int]:
    """Send people of the origins, in order, along moves that keep to the labels; return how many, and labels raised.

    Labels need only be lower bounds; a state without a fitting move is raised to the least that its moves allow.
    last: the step until which each place may be used. ceiling: labels of this height are not raised but given up; 0
    sends only along free moves (a sweep). patience: labels to raise before returning. Each origin gives up when its
    label has risen by more than 1.
    """
    # Plain local arrays: reading them from the tuples inside the loop costs four times the work itself.
    steps, tail, head, detour, shelter = frame.steps, frame.tail, frame.head, frame.detour, frame.shelter
    out_start, nearer, in_start, in_arc = frame.out_start, frame.nearer, frame.in_start, frame.in_arc
    room, moved, held, free = flow.room, flow.moved, flow.held, flow.places
    starts, waiting = flow.starts, flow.waiting
    label, cursor = scratch.label, scratch.cursor
    path_move, path_kind, path_state = scratch.move, scratch.kind, scratch.state
    arcs, places = len(tail), len(shelter)
    sent, raised = 0, 0
    for origin in order:
        state = starts[origin]
        if waiting[origin] <= 0 or label[state] >= NEVER:
            continue
        top = label[state] + 1
        depth = 0
        while True:
            step = state // places
            place = state - step * places
            goal = shelter[place]
            if goal >= 0 and free[goal] > 0:
                amount = min(
                    _limit(room, moved, held, path_move, path_kind, depth, waiting[origin]), free[goal]
                )
                full = _push(room, moved, held, path_move, path_kind, depth, amount)
                free[goal] -= amount
                waiting[origin] -= amount
                sent += amount
                if waiting[origin] == 0:
                    break
                if full < depth:
                    depth, state = full, path_state[full]
                continue
            mine = label[state]
            kind, move, after = _NONE, 0, 0
            choice = cursor[state]
            ins = in_start[place + 1] - in_start[place]
            if goal >= 0:
                # The shelter is full: somebody who came here is sent elsewhere.
                while choice < ins * steps:
                    arc = in_arc[in_start[place] + choice // steps]
                    before = choice % steps
                    move, after = before * arcs + arc, before * places + tail[arc]
                    if moved[move] > 0 and label[after] + 1 == mine:
                        kind = _TAKE_OVER
                        break
                    choice += 1
            else:
                outs = out_start[place + 1] - out_start[place]
                # Tried in this order: arcs that come closer, waiting, other arcs, taking over, coming earlier.
                end = outs + 1 if mine == 0 else outs + ins + 2
                while choice < end:
                    if choice == nearer[place]:
                        if step < last[place] and label[state + places] == mine:
                            kind, move, after = _WAIT, state, state + places
                            break
                    elif choice <= outs:
                        arc = out_start[place] + choice - (1 if choice > nearer[place] else 0)
                        move, arrival = step * arcs + arc, step + detour[arc]
                        if room[move] > 0 and arrival <= last[head[arc]]:
                            after = head[arc]
                            if shelter[after] < 0:
                                after += arrival * places
                            if label[after] == mine:
                                kind = _WALK
                                break
                    elif choice <= outs + ins:
                        arc = in_arc[in_start[place] + choice - outs - 1]
                        before = step - detour[arc]
                        move, after = before * arcs + arc, before * places + tail[arc]
                        if before >= 0 and moved[move] > 0 and label[after] + 1 == mine:
                            kind = _TAKE_OVER
                            break
                    elif step > 0 and held[state - places] > 0 and label[state - places] + 1 == mine:
                        kind, move, after = _COME_EARLIER, state - places, state - places
                        break
                    choice += 1
            cursor[state] = choice
            if kind != _NONE and depth < len(path_state):
                path_move[depth], path_kind[depth], path_state[depth] = move, kind, state
                depth, state = depth + 1, after
                continue
            if mine >= ceiling:
                label[state] = NEVER
            else:
                label[state] = _raised(
                    steps, frame.first, tail, head, detour, out_start, in_start, in_arc, shelter,
                    room, moved, held, label, last, state,
                )  # fmt: skip
            cursor[state] = 0
            raised += 1
            if depth > 0:
                depth -= 1
                state = path_state[depth]
            elif label[state] > top or label[state] >= NEVER or raised >= patience:
                break
        if raised >= patience:
            break
    return sent, raised


@njit(cache=True, nogil=True)
def _limit(
    room: Ints, moved: Ints, held: Ints, path_move: Ints, path_kind: Ints, depth: int, wanted: int
) -> int:
    """Return how many can take the whole path, at most those wanted."""
    amount = wanted
    for at in range(depth):
        kind, move = path_kind[at], path_move[at]
        if kind == _WALK:
            amount = min(amount, room[move])
        elif kind == _TAKE_OVER:
            amount = min(amount, moved[move])
        elif kind == _COME_EARLIER:
            amount = min(amount, held[move])
    return amount


@njit(cache=True, nogil=True)
def _push(
    room: Ints, moved: Ints, held: Ints, path_move: Ints, path_kind: Ints, depth: int, amount: int
) -> int:
    """Let that many take the path and return the position of the first move that is now used up (depth: none)."""
    full = depth
    for at in range(depth - 1, -1, -1):
        kind, move = path_kind[at], path_move[at]
        left = 1
        if kind == _WALK:
            room[move] -= amount
            moved[move] += amount
            left = room[move]
        elif kind == _TAKE_OVER:
            room[move] += amount
            moved[move] -= amount
            left = moved[move]
        elif kind == _WAIT:
            held[move] += amount
        else:
            held[move] -= amount
            left = held[move]
        if left == 0:
            full = at
    return full


@njit(cache=True, nogil=True)
def _raised(
    steps: int, first: Ints, tail: Ints, head: Ints, detour: Ints, out_start: Ints,
    in_start: Ints, in_arc: Ints, shelter: Ints,
    room: Ints, moved: Ints, held: Ints, label: Ints, last: Ints, state: int,
) -> int:  # fmt: skip
    """Return the least label that the moves open to this state allow, NEVER when there is none."""
    arcs, places = len(tail), len(shelter)
    step = state // places
    place = state - step * places
    best = NEVER
    if shelter[place] >= 0:
        for pointer in range(in_start[place], in_start[place + 1]):
            arc = in_arc[pointer]
            for before in range(first[tail[arc]], steps):
                if moved[before * arcs + arc] > 0:
                    best = min(best, label[before * places + tail[arc]] + 1)
        return min(best, NEVER)
    if step < last[place]:
        best = label[state + places]
    for arc in range(out_start[place], out_start[place + 1]):
        arrival = step + detour[arc]
        if room[step * arcs + arc] > 0 and arrival <= last[head[arc]]:
            after = head[arc]
            if shelter[after] < 0:
                after += arrival * places
            best = min(best, label[after])
    for pointer in range(in_start[place], in_start[place + 1]):
        arc = in_arc[pointer]
        before = step - detour[arc]
        if before >= 0 and moved[before * arcs + arc] > 0:
            best = min(best, label[before * places + tail[arc]] + 1)
    if step > 0 and held[state - places] > 0:
        best = min(best, label[state - places] + 1)
    return min(best, NEVER)


def are_compiled() -> bool:
    """Whether an earlier start left compiled kernels in the cache."""
    return any(Path(send._cache.cache_path).glob("kernels.send-*.nbi"))  # type: ignore[attr-defined]
