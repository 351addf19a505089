"""Evacuation: everybody out soonest, by name, with a proof of how good the plan is.

A network in whole steps (network) is read from three CSV files (bare) or from an area's folder. Clocks (frame) let
every place's clock run ahead by its way to the nearest shelter; on them compiled loops (kernels) route people over
the time-expanded network without building it. A router sweeps over growing deadlines, farthest people first, then
repairs what is left by cancelling moves, which is exact; bounds (bound) say what no plan can beat; the search
(search) yields one complete plan after the other until the last is proved best or time is up. All of it runs in a
process of its own (apart). Pure code: no Django, no database, no clock but the monotonic one.
"""
