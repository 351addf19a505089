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
    """The network as the kernels read it; a cell is arc * width + step, a state place * width + step.

    detour: steps lost on each arc against the shortest way; nearer: how many out-arcs of a place come closer to a
    shelter (they stand first in out_arc); first: earliest step anybody can be at a place; shelter: index or -1.
    """

    width: int
    first: Ints
    tail: Ints
    head: Ints
    detour: Ints
    out_start: Ints
    out_arc: Ints
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
def label_states(frame: Frame, flow: Flow, scratch: Scratch, last: Ints) -> int:
    """Set exact labels backwards from the free places and return how many people can still reach one.

    last: the step until which each place may be used (deadline or closure).
    """
    label, width, shelter, places = scratch.label, frame.width, frame.shelter, flow.places
    queue, later = scratch.queue, scratch.later
    label[:] = NEVER
    size = 0
    for place in range(len(shelter)):
        if shelter[place] >= 0 and places[shelter[place]] > 0:
            label[place * width] = 0
            queue[size] = place * width
            size += 1
    level = 0
    while size > 0:
        size = _spread(
            width, frame.first, frame.tail, frame.detour, frame.in_start, frame.in_arc, shelter,
            flow.room, label, queue, size, last, level,
        )  # fmt: skip
        level += 1
        size = _cancel(
            width, frame.head, frame.detour, frame.out_start, frame.out_arc, shelter,
            flow.moved, flow.held, label, queue, size, later, level,
        )  # fmt: skip
        queue, later = later, queue
    able = 0
    for origin in range(len(flow.starts)):
        if label[flow.starts[origin]] < NEVER:
            able += flow.waiting[origin]
    return able


@njit(cache=True, nogil=True)
def _spread(
    width: int, first: Ints, tail: Ints, detour: Ints, in_start: Ints, in_arc: Ints, shelter: Ints,
    room: Ints, label: Ints, queue: Ints, size: int, last: Ints, level: int,
) -> int:  # fmt: skip
    """Label every state from which those in the queue are reached by walking and waiting; return the queue's size."""
    at = 0
    while at < size:
        state = queue[at]
        at += 1
        place = state // width
        step = state - place * width
        is_shelter = shelter[place] >= 0
        for pointer in range(in_start[place], in_start[place + 1]):
            arc = in_arc[pointer]
            start = tail[arc]
            early = max(first[start], step - detour[arc])
            late = min(last[start], step - detour[arc])
            if is_shelter:
                early = first[start]
                late = min(last[start], last[place] - detour[arc])
            for before in range(early, late + 1):
                found = start * width + before
                if label[found] == NEVER and room[arc * width + before] > 0:
                    label[found] = level
                    queue[size] = found
                    size += 1
        if not is_shelter and step > first[place] and label[state - 1] == NEVER:
            label[state - 1] = level
            queue[size] = state - 1
            size += 1
    return size


@njit(cache=True, nogil=True)
def _cancel(
    width: int, head: Ints, detour: Ints, out_start: Ints, out_arc: Ints, shelter: Ints,
    moved: Ints, held: Ints, label: Ints, queue: Ints, size: int, later: Ints, level: int,
) -> int:  # fmt: skip
    """Label every state from which those in the queue are reached by cancelling one move; return how many."""
    found = 0
    for at in range(size):
        state = queue[at]
        place = state // width
        if shelter[place] >= 0:
            continue
        step = state - place * width
        for pointer in range(out_start[place], out_start[place + 1]):
            arc = out_arc[pointer]
            if moved[arc * width + step] > 0:
                end = head[arc] * width
                if shelter[head[arc]] < 0:
                    end += step + detour[arc]
                if label[end] == NEVER:
                    label[end] = level
                    later[found] = end
                    found += 1
        if held[state] > 0 and label[state + 1] == NEVER:
            label[state + 1] = level
            later[found] = state + 1
            found += 1
    return found


@njit(cache=True, nogil=True)
def send(
    frame: Frame, flow: Flow, scratch: Scratch, last: Ints, order: Ints, ceiling: int, patience: int
) -> tuple[int, int]:
    """Send people of the origins, in order, along moves that keep to the labels; return how many, and labels raised.

    Labels need only be lower bounds; a state without a fitting move is raised to the least that its moves allow.
    ceiling: labels of this height are not raised but given up; 0 sends only along free moves (a sweep).
    patience: labels to raise before returning. Each origin gives up when its label has risen by more than 1.
    """
    # Plain local arrays: reading them from the tuples inside the loop costs four times the work itself.
    width, tail, head, detour, shelter = frame.width, frame.tail, frame.head, frame.detour, frame.shelter
    out_start, out_arc, nearer = frame.out_start, frame.out_arc, frame.nearer
    in_start, in_arc = frame.in_start, frame.in_arc
    room, moved, held, places = flow.room, flow.moved, flow.held, flow.places
    starts, waiting = flow.starts, flow.waiting
    label, cursor = scratch.label, scratch.cursor
    path_move, path_kind, path_state = scratch.move, scratch.kind, scratch.state
    sent, raised = 0, 0
    for origin in order:
        state = starts[origin]
        if waiting[origin] <= 0 or label[state] >= NEVER:
            continue
        top = label[state] + 1
        depth = 0
        while True:
            place = state // width
            goal = shelter[place]
            if goal >= 0 and places[goal] > 0:
                amount = min(
                    _limit(room, moved, held, path_move, path_kind, depth, waiting[origin]), places[goal]
                )
                full = _push(room, moved, held, path_move, path_kind, depth, amount)
                places[goal] -= amount
                waiting[origin] -= amount
                sent += amount
                if waiting[origin] == 0:
                    break
                if full < depth:
                    depth, state = full, path_state[full]
                continue
            step = state - place * width
            mine = label[state]
            kind, move, after = _NONE, 0, 0
            choice = cursor[state]
            ins = in_start[place + 1] - in_start[place]
            if goal >= 0:
                # The shelter is full: somebody who came here is sent elsewhere.
                while choice < ins * width:
                    arc = in_arc[in_start[place] + choice // width]
                    before = choice % width
                    if moved[arc * width + before] > 0 and label[tail[arc] * width + before] + 1 == mine:
                        kind, move, after = _TAKE_OVER, arc * width + before, tail[arc] * width + before
                        break
                    choice += 1
            else:
                outs = out_start[place + 1] - out_start[place]
                # Tried in this order: arcs that come closer, waiting, other arcs, taking over, coming earlier.
                end = outs + 1 if mine == 0 else outs + ins + 2
                while choice < end:
                    if choice == nearer[place]:
                        if step < last[place] and label[state + 1] == mine:
                            kind, move, after = _WAIT, state, state + 1
                            break
                    elif choice <= outs:
                        arc = out_arc[out_start[place] + choice - (1 if choice > nearer[place] else 0)]
                        arrival = step + detour[arc]
                        if room[arc * width + step] > 0 and arrival <= last[head[arc]]:
                            after = head[arc] * width
                            if shelter[head[arc]] < 0:
                                after += arrival
                            if label[after] == mine:
                                kind, move = _WALK, arc * width + step
                                break
                    elif choice <= outs + ins:
                        arc = in_arc[in_start[place] + choice - outs - 1]
                        before = step - detour[arc]
                        if before >= 0 and moved[arc * width + before] > 0:
                            after = tail[arc] * width + before
                            if label[after] + 1 == mine:
                                kind, move = _TAKE_OVER, arc * width + before
                                break
                    elif step > 0 and held[state - 1] > 0 and label[state - 1] + 1 == mine:
                        kind, move, after = _COME_EARLIER, state - 1, state - 1
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
                    width, frame.first, tail, head, detour, out_start, out_arc, in_start, in_arc, shelter,
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
    width: int, first: Ints, tail: Ints, head: Ints, detour: Ints, out_start: Ints, out_arc: Ints,
    in_start: Ints, in_arc: Ints, shelter: Ints,
    room: Ints, moved: Ints, held: Ints, label: Ints, last: Ints, state: int,
) -> int:  # fmt: skip
    """Return the least label that the moves open to this state allow, NEVER when there is none."""
    place = state // width
    step = state - place * width
    best = NEVER
    if shelter[place] >= 0:
        for pointer in range(in_start[place], in_start[place + 1]):
            arc = in_arc[pointer]
            for before in range(first[tail[arc]], width):
                if moved[arc * width + before] > 0:
                    best = min(best, label[tail[arc] * width + before] + 1)
        return min(best, NEVER)
    if step < last[place]:
        best = label[state + 1]
    for pointer in range(out_start[place], out_start[place + 1]):
        arc = out_arc[pointer]
        arrival = step + detour[arc]
        if room[arc * width + step] > 0 and arrival <= last[head[arc]]:
            after = head[arc] * width
            if shelter[head[arc]] < 0:
                after += arrival
            best = min(best, label[after])
    for pointer in range(in_start[place], in_start[place + 1]):
        arc = in_arc[pointer]
        before = step - detour[arc]
        if before >= 0 and moved[arc * width + before] > 0:
            best = min(best, label[tail[arc] * width + before] + 1)
    if step > 0 and held[state - 1] > 0:
        best = min(best, label[state - 1] + 1)
    return min(best, NEVER)


def are_compiled() -> bool:
    """Whether an earlier start left compiled kernels in the cache."""
    return any(Path(send._cache.cache_path).glob("kernels.send-*.nbi"))  # type: ignore[attr-defined]
