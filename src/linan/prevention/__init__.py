"""Inspection, hazards, risk and health watch 排查 · 隐患 · 风险 · 健康监测 (M-06 to M-09, M-11).

Will hold: Campaign, Visit, Hazard (with the five settled items 五落实 and its ladder to closure 销号),
HazardPoint, RiskSource grading, HealthEntry. Announces HazardFound, HazardClosed, HazardOverdue.
Stands beside monitoring and logistics, above registry. Empty until its first table is needed.
"""
