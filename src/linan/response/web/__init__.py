"""Addresses of response."""

from django.urls import path

from linan.response.web import incidents, sharing, steering, tasks

app_name = "response"
urlpatterns = [
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/open/", incidents.opening, name="opening"),
    path("incidents/<int:incident_id>/", incidents.incident, name="incident"),
    path("incidents/<int:incident_id>/close/", incidents.closing, name="closing"),
    path("incidents/<int:incident_id>/reopen/", steering.reopening, name="reopening"),
    path("incidents/<int:incident_id>/grade/", steering.grade, name="grade"),
    path("incidents/<int:incident_id>/units/", steering.unit_joining, name="unit-joining"),
    path("incidents/<int:incident_id>/units/<int:unit_id>/", sharing.sight, name="unit-sight"),
    path("incidents/<int:incident_id>/shared/", sharing.shared, name="shared"),
    path("incidents/<int:incident_id>/tasks/", steering.task_giving, name="task-giving"),
    path("incidents/<int:incident_id>/report/", incidents.report, name="report"),
    path("alarms/<int:alarm_id>/incident/", incidents.incident_of, name="incident-of-alarm"),
    path("warnings/<int:card_id>/incident/", incidents.incident_for, name="incident-of-warning"),
    path("tasks/", tasks.my_tasks, name="my-tasks"),
    path("tasks/<int:task_id>/", tasks.task, name="task"),
    path("tasks/<int:task_id>/proof/", tasks.task_proving, name="task-proving"),
    path("tasks/proofs/<int:proof_id>/", tasks.proof_file, name="proof-file"),
    path("tasks/<int:task_id>/move/", tasks.task_move, name="task-move"),
]
