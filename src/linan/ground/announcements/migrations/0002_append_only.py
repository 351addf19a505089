"""The log is append-only: the database itself refuses UPDATE and DELETE of its rows."""

from django.db import migrations

FORBID = """
create function announcements_forbid() returns trigger language plpgsql as $$
begin
    raise exception 'the log of announcements is append-only: % refused', tg_op using errcode = 'restrict_violation';
end $$;
create trigger announcements_append_only before update or delete on announcements_logged
    for each row execute function announcements_forbid();
"""
ALLOW = """
drop trigger announcements_append_only on announcements_logged;
drop function announcements_forbid();
"""


class Migration(migrations.Migration):
    dependencies = [("announcements", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
