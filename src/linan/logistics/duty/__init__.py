"""Duty 值班 (L-06): who is on duty when, who was there, and what was handed over.

A shift is one person at one post (officer, or leader on duty) for a time; it is planned by whoever commands the unit,
withdrawn or given to somebody else with a reason, and proved by the person's own arrival. A hand-over is written by
whoever leaves and taken by whoever comes. "Whoever is on duty now" is asked of the shifts before the roles.
Spot checks are drawn at random within a window set as data; whoever calls hears SpotCheckCalled and notes the answer.
Announces ShiftsPlanned, ShiftWithdrawn, ShiftArrived, HandOverWritten, HandOverTaken, SpotRuleSet, SpotCheckCalled,
SpotCheckSettled.
"""
