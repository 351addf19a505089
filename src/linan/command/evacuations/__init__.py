"""Evacuations 转移避险: a danger zone is declared, a plan is solved, every household gets an order.

DangerZone says where nobody may stay; Evacuation is one plan to empty it, solved apart from the web by
`linan.command.domain.evacuation`; EvacuationOrder tells one household when to leave, by which way, to which shelter;
a later order withdraws the one before and both are kept. PathNetwork is the ground people walk on, Closure a way that
was reported blocked. Announces ZoneDeclared, ZoneWidened, PlanningBegun, EvacuationPlanned, PlanningFailed,
EvacuationOrdered, WayClosed, OrdersChanged, EvacuationEnded.
"""
