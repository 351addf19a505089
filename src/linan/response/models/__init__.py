"""Tables of response, a file for each noun."""

from linan.response.models.assessments import GradeAssessment
from linan.response.models.incidents import (
    CloseReason,
    EventGrade,
    Incident,
    IncidentAlarm,
    IncidentClass,
    IncidentStatus,
    Mode,
    Participation,
    Reopening,
    ResponseLevel,
    SightChange,
)
from linan.response.models.proofs import TaskProof
from linan.response.models.tasks import OPEN_TASKS, Task, TaskStatus
from linan.response.models.warnings import IncidentWarning

__all__ = [
    "OPEN_TASKS", "CloseReason", "EventGrade", "GradeAssessment", "Incident", "IncidentAlarm", "IncidentClass",
    "IncidentStatus", "IncidentWarning", "Mode", "Participation", "Reopening", "ResponseLevel", "SightChange", "Task",
    "TaskProof", "TaskStatus",
]
