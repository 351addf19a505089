"""Exact labels: how many moves must be cancelled, at least, to get from each state to a free place."""

from numba import njit

from linan.command.domain.evacuation.kernels import NEVER, Flow, Frame, Ints, Scratch


@njit(cache=True, nogil=True)
def label_states(frame: Frame, flow: Flow, scratch: Scratch, last: Ints) -> int:
    """Set exact labels backwards from the free places and return how many people can still reach one.

    last: the step until which each place may be used (deadline or closure).
    """
    label, shelter, free = scratch.label, frame.shelter, flow.places
    queue, later = scratch.queue, scratch.later
    label[:] = NEVER
    for place in range(len(shelter)):
        if shelter[place] >= 0 and free[shelter[place]] > 0:
            label[place] = 0
    _label_open(
        frame.inward, frame.first, frame.head, frame.detour, frame.out_start, shelter, flow.room, label, last
    )
    size = 0
    for state in range(len(label)):
        if label[state] == 0:
            queue[size] = state
            size += 1
    level = 0
    while size > 0:
        level += 1
        size = _cancel(
            frame.head,
            frame.detour,
            frame.out_start,
            shelter,
            flow.moved,
            flow.held,
            label,
            queue,
            size,
            later,
            level,
        )
        queue, later = later, queue
        size = _spread(
            frame.first, frame.tail, frame.detour, frame.in_start, frame.in_arc, shelter,
            flow.room, label, queue, size, last, level,
        )  # fmt: skip
    able = 0
    for origin in range(len(flow.starts)):
        if label[flow.starts[origin]] < NEVER:
            able += flow.waiting[origin]
    return able


@njit(cache=True, nogil=True)
def _label_open(
    inward: Ints, first: Ints, head: Ints, detour: Ints, out_start: Ints, shelter: Ints,
    room: Ints, label: Ints, last: Ints,
) -> None:  # fmt: skip
    """Label 0 wherever a free place is reached without cancelling anything, which is most states.

    Such moves go forward in time, or at one reading of the clocks to a place nearer to a shelter: one pass backwards, in the
    order in which the arrays lie, sees every move after its end. A search from state to state takes ten times as long.
    """
    arcs, places = len(head), len(shelter)
    for step in range(len(label) // places - 1, -1, -1):
        row, cell = step * places, step * arcs
        for place in inward:
            if step < first[place] or step > last[place] or shelter[place] >= 0:
                continue
            is_open = step < last[place] and label[row + places + place] == 0
            arc = out_start[place]
            while not is_open and arc < out_start[place + 1]:
                after, arrival = head[arc], step + detour[arc]
                if room[cell + arc] > 0 and arrival <= last[after]:
                    if shelter[after] < 0:
                        after += arrival * places
                    is_open = label[after] == 0
                arc += 1
            if is_open:
                label[row + place] = 0


@njit(cache=True, nogil=True)
def _spread(
    first: Ints, tail: Ints, detour: Ints, in_start: Ints, in_arc: Ints, shelter: Ints,
    room: Ints, label: Ints, queue: Ints, size: int, last: Ints, level: int,
) -> int:  # fmt: skip
    """Label every state from which those in the queue are reached by walking and waiting; return the queue's size."""
    arcs, places = len(tail), len(shelter)
    at = 0
    while at < size:
        state = queue[at]
        at += 1
        step = state // places
        place = state - step * places
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
                found = before * places + start
                if label[found] == NEVER and room[before * arcs + arc] > 0:
                    label[found] = level
                    queue[size] = found
                    size += 1
        if not is_shelter and step > first[place] and label[state - places] == NEVER:
            label[state - places] = level
            queue[size] = state - places
            size += 1
    return size


@njit(cache=True, nogil=True)
def _cancel(
    head: Ints, detour: Ints, out_start: Ints, shelter: Ints,
    moved: Ints, held: Ints, label: Ints, queue: Ints, size: int, later: Ints, level: int,
) -> int:  # fmt: skip
    """Label every state from which those in the queue are reached by cancelling one move; return how many."""
    arcs, places = len(head), len(shelter)
    found = 0
    for at in range(size):
        state = queue[at]
        step = state // places
        place = state - step * places
        if shelter[place] >= 0:
            continue
        for arc in range(out_start[place], out_start[place + 1]):
            if moved[step * arcs + arc] > 0:
                end = head[arc]
                if shelter[end] < 0:
                    end += (step + detour[arc]) * places
                if label[end] == NEVER:
                    label[end] = level
                    later[found] = end
                    found += 1
        if held[state] > 0 and label[state + places] == NEVER:
            label[state + places] = level
            later[found] = state + places
            found += 1
    return found
