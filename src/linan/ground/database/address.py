"""Where the database is: DATABASE_URL, or the private server's socket beside the data folder."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

DATABASE = "linan"
USER = "postgres"
_KEYS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def socket_folder(data: Path) -> Path:
    """Return the private server's socket folder: short, because a socket path may have 107 bytes."""
    name = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"linan-{os.getuid()}-{name}"


def database_settings(data: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """Return Django's settings of the default database, without touching any server."""
    url = environ.get("DATABASE_URL", "")
    place = _from_url(url) if url else {"NAME": DATABASE, "USER": USER, "HOST": str(socket_folder(data))}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_{place['NAME']}{environ.get('LINAN_TEST_NAME', '')}"},
        **place,
    }


def _from_url(url: str) -> dict[str, Any]:
    """Return the place that a PostgreSQL URL names; what follows its question mark (sslmode …) goes on to libpq."""
    parts = dict(conninfo_to_dict(url))
    place = {name: str(parts.pop(key, None) or "") for name, key in _KEYS.items()}
    return {**place, "OPTIONS": parts}
