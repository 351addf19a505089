"""`linan warning FILE`: take a file of warnings in, at the root of the organisations."""

from argparse import Namespace

from linan.config.paths import DATA
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.database.server import running
from linan.ground.people.models import SYSTEM
from linan.ground.refusals import Refused
from linan.ground.text import Sentence, noop
from linan.monitoring.actions.warnings import Received, org_for_files, take_in
from linan.monitoring.warning_queries import cards_of


class FileUnreadable(Refused):
    """The file is not there, or may not be read."""

    code = "file_unreadable"
    msgid = noop("%(file)s cannot be read: %(problem)s.")


def run(arguments: Namespace) -> int:
    """Take the file in and say what it held; 1 when nothing in it could be taken."""
    try:
        content = arguments.file.read_bytes()
    except OSError as broken:
        raise FileUnreadable(file=str(arguments.file), problem=broken.strerror or "?") from broken
    with running(DATA), everywhere():
        received = Received(content=content, name=arguments.file.name, org=org_for_files())
        file = take_in(received, by=SYSTEM, now=now())
        warnings = list(file.warnings.all())
        cards = cards_of(warnings)
    for one in warnings:
        print(f"✓ {one.headline} · {one.issuer} · {one.sent_at:%Y-%m-%d %H:%M} UTC · touches {len(cards.get(one.pk, []))}")
    for fault in file.faults:
        print(f"✗ {fault['code']} {fault['field'] or ''} · {Sentence.from_json(fault['sentence'])}")
    return 0 if warnings else 1
