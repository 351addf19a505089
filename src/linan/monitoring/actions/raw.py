"""The ring of raw messages."""

from django.db import connection

from linan.monitoring.models import RawMessage

_TRIM = """
delete from monitoring_rawmessage where id in (
    select id from (
        select id, row_number() over (partition by device_id order by id desc) as place from monitoring_rawmessage
    ) ranked where place > %s
)
"""


def trim_raw_messages() -> int:
    """Delete all but the newest fifty messages of each device; return how many were deleted."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIM, [RawMessage.KEPT])
        return int(cursor.rowcount)
