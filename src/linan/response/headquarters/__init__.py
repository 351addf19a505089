"""Field headquarters 现场指挥部: who answers an incident, who leads what, and whether everybody is still well.

Nouns: Turnout (a tier of forces called to an incident: community, street, district) with its TurnoutMembers; Holding (a
post somebody holds from one moment to another), Group, HandOver with its points; RollCall with its entries. Tiers, their
clocks and what begins them are data in turnout.yaml, the interval of roll-calls in roll_call.yaml. What lies open in an
incident any room tells in a file incident_points.py. Announces Turnout…, Post…, GroupsFormed, RollCall….
"""
