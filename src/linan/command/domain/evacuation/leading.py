"""Households led whole: one way each, all members at the same steps."""

from numba import njit

from linan.command.domain.evacuation.kernels import Frame, Ints

LARGEST_HOUSEHOLD = 120


@njit(cache=True, nogil=True)
def lead(
    frame: Frame, passing: Ints, waiting: Ints, free: Ints, last: Ints, dead: Ints,
    starts: Ints, sizes: Ints, cells: Ints, path_start: Ints, shelter: Ints, stack: Ints,
) -> int:  # fmt: skip
    """Find a way for each household and return how many cells are now used; those without one get shelter -1.

    passing, waiting: how many may still enter each cell and wait in each state; both shrink as households take them,
    so what was once found too narrow for a size stays so (dead: the least such size per state, and the way on to
    try is not remembered). cells: the entries of all ways, one after the other; path_start: where each begins.
    stack: (2, longest way) working memory: states and choices.
    """
    steps, tail, head, detour = frame.steps, frame.tail, frame.head, frame.detour
    out_start, nearer, is_shelter = frame.out_start, frame.nearer, frame.shelter
    arcs, places = len(tail), len(is_shelter)
    used = 0
    for household in range(len(starts)):
        size, state, depth = sizes[household], starts[household], 0
        shelter[household] = -1
        path_start[household] = used
        choice = 0
        while dead[state] > size:
            step = state // places
            place = state - step * places
            goal = is_shelter[place]
            if goal >= 0:
                if free[goal] >= size:
                    free[goal] -= size
                    shelter[household] = goal
                    break
                choice = 1 << 30
            outs = out_start[place + 1] - out_start[place]
            after = -1
            while choice <= outs:
                if choice == nearer[place]:
                    if step < last[place] and step + 1 < steps and waiting[state] >= size:
                        after = state + places
                else:
                    arc = out_start[place] + choice - (1 if choice > nearer[place] else 0)
                    arrival = step + detour[arc]
                    if passing[step * arcs + arc] >= size and arrival <= last[head[arc]]:
                        after = head[arc]
                        if is_shelter[after] < 0:
                            after += arrival * places
                if after >= 0 and dead[after] > size and depth < stack.shape[1]:
                    break
                after = -1
                choice += 1
            if after >= 0:
                stack[0, depth], stack[1, depth] = state, choice
                depth, state, choice = depth + 1, after, 0
                continue
            dead[state] = min(dead[state], size)
            if depth == 0:
                break
            depth -= 1
            state, choice = stack[0, depth], stack[1, depth] + 1
        if shelter[household] < 0:
            continue
        for at in range(depth):
            state, choice = stack[0, at], stack[1, at]
            step = state // places
            place = state - step * places
            if choice == nearer[place]:
                waiting[state] -= size
                continue
            arc = out_start[place] + choice - (1 if choice > nearer[place] else 0)
            passing[step * arcs + arc] -= size
            cells[used] = step * arcs + arc
            used += 1
    return used
