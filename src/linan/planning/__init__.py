"""Contingency plans 应急预案 that can be executed.

Nouns: Plan, PlanVersion, Level, TaskTemplate, Proposal (with its reasons), Activation.
Announces: PlanProposed, PlanActivated, PlanDeclined. Calls down to response to make the real tasks.
"""
