"""Field headquarters 现场指挥部: who answers an incident, who leads what, and whether everybody is still well.

Nouns: Turnout (a tier of forces called to an incident: community, street, district) with its TurnoutMembers. Tiers, their
clocks and what begins them are data in turnout.yaml. Announces TurnoutCalled, TurnoutAnswered, TurnoutLate.
"""
