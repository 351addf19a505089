"""The ground floor: what every subsystem stands on.

Organisations, people, access, announcements, live screens, jobs, files, exchange with Excel and Word,
places and the look of pages. Knows nothing of emergencies: a word of the field (alarm, incident, plan)
does not appear here.
"""
