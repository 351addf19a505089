"""A taken port is passed over."""

import socket

from linan.config.ports import WANTED, choose_ports
from tests.config.installation import a_free_port


def test_a_taken_port_moves_to_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        chosen = choose_ports({"LINAN_WEB_PORT": str(port)}, "127.0.0.1")

    assert chosen["LINAN_WEB_PORT"] > port


def test_two_processes_that_want_one_port_get_two() -> None:
    port = str(a_free_port())

    chosen = choose_ports(dict.fromkeys(WANTED, port), "127.0.0.1")

    assert len(set(chosen.values())) == len(WANTED)
