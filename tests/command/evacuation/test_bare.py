"""Bare networks, from three files to one JSON line."""

import json
from pathlib import Path

import pytest

from linan.command.domain.evacuation.apart import Limits, Start, run_apart
from linan.config.cli import parse
from linan.config.commands import evacuate

# Two places A and B behind one narrow link: 6 people, 2 a step, 1 step, then 2 steps to the shelter.
LINKS = "from,to,capacity,steps\nA,C,2,1\nB,C,9,1\nC,S,2,2\n"


def the_answer(
    folder: Path, capsys: pytest.CaptureFixture[str], *, links: str, sources: str, sinks: str
) -> tuple[int, str, str]:
    for name, text in (("links", links), ("sources", sources), ("sinks", sinks)):
        (folder / f"{name}.csv").write_text(text)
    words = ["evacuate"] + [
        w for n in ("links", "sources", "sinks") for w in (f"--{n}", str(folder / f"{n}.csv"))
    ]
    code = evacuate.run(parse(words))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_two_a_step_through_one_link_take_three_steps_more_than_the_first(tmp_path, capsys) -> None:
    sources = "node,people\nA,4\nB,2\n"

    code, out, _ = the_answer(tmp_path, capsys, links=LINKS, sources=sources, sinks="node,capacity\nS,10\n")

    line = json.loads(out)
    assert code == 0
    assert (line["people"], line["clearance_steps"], line["lower_bound_steps"]) == (6, 5, 5)
    assert (line["gap_percent"], line["unreachable"]) == (0.0, [])


def test_people_without_a_way_are_counted_with_the_reason(tmp_path, capsys) -> None:
    sources = "node,people\nA,4\nisland,7\n"

    code, out, _ = the_answer(tmp_path, capsys, links=LINKS, sources=sources, sinks="node,capacity\nS,3\n")

    assert code == 0
    assert json.loads(out)["unreachable"] == [
        {"people": 7, "reason": "no way leads from there to a shelter"},
        {"people": 1, "reason": "every shelter they can reach is full"},
    ]


@pytest.mark.parametrize(
    ("sources", "sinks", "reason"),
    [
        ("node,people\nA,4\n", "node,capacity\n", "no shelter is given"),
        ("node,people\nisland,4\n", "node,capacity\nS,9\n", "no way leads from there to a shelter"),
        ("node,people\nA,4\n", "node,capacity\nS,0\n", "every shelter they can reach is full"),
    ],
)
def test_when_nobody_can_be_brought_out_the_answer_says_why(tmp_path, capsys, sources, sinks, reason) -> None:
    code, out, _ = the_answer(tmp_path, capsys, links=LINKS, sources=sources, sinks=sinks)

    line = json.loads(out)

    assert code == 1
    assert line["clearance_steps"] is None
    assert line["unreachable"] == [{"people": 4, "reason": reason}]


def test_an_empty_zone_is_cleared_at_once(tmp_path, capsys) -> None:
    code, out, _ = the_answer(
        tmp_path, capsys, links=LINKS, sources="node,people\n", sinks="node,capacity\nS,3\n"
    )

    assert code == 0
    assert json.loads(out)["clearance_steps"] == 0


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ("from,to,capacity\nA,S,1\n", "no column steps"),
        ("from,to,capacity,steps\nA,S,many,1\n", '"many"'),
        ("from,to,capacity,steps\nA,S,-1,1\n", '"-1"'),
        ("from,to,capacity,steps\nA,S,1\n", "line 2 has 3 cells"),
        ("", "no column from"),
    ],
)
def test_malformed_files_are_refused_in_a_sentence(tmp_path, capsys, links, words) -> None:
    code, out, err = the_answer(
        tmp_path, capsys, links=links, sources="node,people\nA,4\n", sinks="node,capacity\nS,\n"
    )

    assert code == 2
    assert out == ""
    assert words in err


def _endless(number: int):
    yield number
    while True:
        pass


def test_work_that_would_never_end_is_killed_at_its_limit() -> None:
    received = []

    with pytest.raises(evacuate.OutOfLimits):
        received.extend(run_apart(_endless, 7, limits=Limits(seconds=1.0), start=Start.FORK))

    assert received == [7]
