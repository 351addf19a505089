"""Response 应急反应: the incident, its tasks and its timeline.

Nouns: Incident (class, event grade, response level and mode are four separate things), Participation
(of a unit), Task (one owner, one deadline, a table of moves). The timeline is not a table: it is the
announcements about the incident, read back in order.
Announces: IncidentOpened, IncidentClosed, TaskAssigned, TaskMoved.
"""
