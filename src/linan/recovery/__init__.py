"""Aftermath 应急善后: losses, reviews, cases, relief, indicators (A-01 to A-04, K-01).

Will hold: LossLine (per household), Review (planned against actual times, built from the timeline),
Lesson, Case, Grant, Indicator. Announces ReviewPublished, CaseApproved.
Stands above planning and command, below the portal. Empty until its first table is needed.
"""
