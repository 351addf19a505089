"""Where the database is, as DATABASE_URL says."""

from pathlib import Path

from linan.ground.database.address import database_settings


def test_a_url_is_taken_apart_with_its_escapes(tmp_path: Path) -> None:
    url = "postgresql://lin%40an:p%3Aw@db.example:6432/lin%2Fan?sslmode=verify-full&sslrootcert=/etc/ca.pem"

    place = database_settings(tmp_path, {"DATABASE_URL": url})

    assert {name: place[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "lin/an", "USER": "lin@an", "PASSWORD": "p:w", "HOST": "db.example", "PORT": "6432",
    }
    assert place["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}


def test_a_url_may_name_the_folder_of_a_socket(tmp_path: Path) -> None:
    place = database_settings(tmp_path, {"DATABASE_URL": "postgresql:///linan?host=/run/postgresql"})

    assert (place["NAME"], place["HOST"], place["PORT"]) == ("linan", "/run/postgresql", "")
