"""The journal of the intake: one row a batch, for the moment until its readings are in their place."""

from django.db import migrations

# Its rows live for a moment only, so what they leave is cleared often; readings are packed numbers that do not compress.
JOURNAL = """
create table monitoring_journal (
    id int8 primary key,
    received_at timestamptz not null,
    count int4 not null,
    readings bytea not null
) with (
    autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_insert_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 50000, toast.autovacuum_vacuum_scale_factor = 0
);
alter table monitoring_journal alter column readings set storage external;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0008_stranger_of_nobody'),
    ]

    operations = [
        migrations.RunSQL(JOURNAL, 'drop table monitoring_journal'),
    ]
