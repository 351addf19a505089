"""Why the database of a data folder is not started: each says what to do."""

from linan.ground.refusals import Refused
from linan.ground.text import noop


class FolderDamaged(Refused):
    """The folder holds files of a database but not the one that names its version."""

    code = "folder_damaged"
    msgid = noop(
        "The database folder %(folder)s is damaged: PG_VERSION is missing. Move it away and restore a backup."
    )


class FolderForeign(Refused):
    """The folder holds a database that Lin'an did not make."""

    code = "folder_foreign"
    msgid = noop(
        "The database in %(folder)s was not made by Lin'an. Choose another data folder, or set DATABASE_URL."
    )


class FolderOfOtherVersion(Refused):
    """The folder was written by another major version of PostgreSQL."""

    code = "folder_of_other_version"
    msgid = noop(
        "The database in %(folder)s was written by PostgreSQL %(found)s and this is PostgreSQL %(wanted)s. "
        "Make a backup with the version that wrote it and restore it with this one into an empty folder."
    )


class SocketFolderTaken(Refused):
    """Another user owns the folder where the server's socket belongs."""

    code = "socket_folder_taken"
    msgid = noop("The folder %(folder)s belongs to another user. Remove it, then start again.")


class ServerDidNotStart(Refused):
    """PostgreSQL did not answer in time."""

    code = "server_did_not_start"
    status = 503
    msgid = noop("PostgreSQL did not start. Read the end of %(log)s.")


class ServerTooOld(Refused):
    """The server of DATABASE_URL is older than the one Lin'an is written for."""

    code = "server_too_old"
    msgid = noop(
        "The server of DATABASE_URL is PostgreSQL %(found)s. Lin'an needs %(wanted)s or newer: upgrade it."
    )


class ServerUnreachable(Refused):
    """Nothing answers at DATABASE_URL."""

    code = "server_unreachable"
    status = 503
    msgid = noop("The server of DATABASE_URL does not answer: %(because)s Check the address and the password.")


class ProgramFailed(Refused):
    """A program of PostgreSQL ended with a fault."""

    code = "program_failed"
    status = 503
    msgid = noop("%(program)s failed: %(because)s")


class NoRoom(Refused):
    """The disk below the data folder is full."""

    code = "no_room"
    status = 507
    msgid = noop(
        "Only %(free)d MB are free at %(folder)s, too few for the database (%(least)d MB). "
        "Make room, or set LINAN_DATA to a folder on another disk."
    )
