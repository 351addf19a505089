"""Deployment 资源部署: teams, vehicles and stocks with position and readiness, and what an incident needs of them.

Nouns: Team, Vehicle, Stock (what is ready), RoadClosure (what cannot be driven), Need (what an incident lacks), Deployment
with its DeploymentItems (who goes where). A proposal comes from domain/deployment; it is changed by hand with its cost
shown, sent with one confirmation (tasks of the incident, readiness "deployed"), and withdrawn. The coverage page counts
the minutes to every building. Announces ReadinessChanged, SendableEntered, StockCounted, RoadClosed, RoadReopened, NeedStated,
NeedCalledOff, DeploymentProposed, DeploymentChanged, DeploymentSent, DeploymentWithdrawn.
"""
