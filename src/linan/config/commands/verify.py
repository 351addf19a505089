"""`linan verify`: prove that the log was not changed."""

from argparse import Namespace

from linan.config.paths import DATA
from linan.ground.announcements.seal import chain_head, verify_chain
from linan.ground.database.server import running


def run(arguments: Namespace) -> int:
    """Walk the whole chain; 1 when a row was changed, is missing or has moved."""
    with running(DATA):
        fault, head = verify_chain(), chain_head()
    if fault is None:
        print(f"✓ {head.position} rows are as they were sealed; the last link is {head.hash}")
        return 0
    print(f"✗ row {fault.logged_id} is {fault.what} (link {fault.position})")
    return 1
