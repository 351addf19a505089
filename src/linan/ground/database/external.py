"""The server that DATABASE_URL names: not ours to start, only to check."""

import psycopg

from linan.ground.database.refusals import ServerTooOld, ServerUnreachable

OLDEST = 15
_VERSIONS_PER_MAJOR = 10_000


def check_version(url: str) -> None:
    """Make sure that the server answers and is new enough.

    Raises: ServerUnreachable, ServerTooOld.
    """
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            found = connection.info.server_version // _VERSIONS_PER_MAJOR
    except psycopg.OperationalError as error:
        raise ServerUnreachable(because=str(error).strip().splitlines()[0]) from error
    if found < OLDEST:
        raise ServerTooOld(found=found, wanted=OLDEST)
