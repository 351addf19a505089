"""Ladders of persuasion 逐级劝导: one place, one fault, one rung after another until it stays away.

An event (an e-bike in the lift, the third alarm of the same sensor) opens a ladder at its place; each rung has an
owner, a deadline, a script and its evidence. A rung that settles the matter starts a cooling-off: a quiet one forgives
and the next event begins at the bottom; one that is broken leads to the next rung. `definitions/` holds a YAML file for
each kind of ladder. Announces LadderOpened, RungOpened, RungDone, LadderForgiven, LadderUnfounded, LadderHandedOver.
"""
