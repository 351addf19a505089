"""Whom a warning touches, which message of a chain holds, what is proposed, and what is written out."""

import random
import subprocess
import sys

import pytest
from capvalidator import check_schema
from shapely.geometry import box

from linan.monitoring.domain.warnings import decode
from linan.monitoring.domain.warnings.chains import are_joined, link_of, newest
from linan.monitoring.domain.warnings.levels import schemes
from linan.monitoring.domain.warnings.matching import Territory, significant, touches
from linan.monitoring.domain.warnings.message import Action, Area, Circle, Code, Level
from linan.monitoring.domain.warnings.responses import proposed, responses
from linan.monitoring.domain.warnings.writing import Relay, write_cap
from tests.monitoring.domain.warnings.files import cap, national, sample

HOME = Territory(
    name="演示第一社区", code="329901001001", above_codes=("329901001", "329901"), above_names=("演示街道", "演示区"),
    shape=box(118.788, 32.035, 118.795, 32.042),
)
RELAY = Relay(source="演示第一社区 转发", note="按原文转发")


# The peer keeps what it read in defaults shared by all later readings, so it reads each alert in a life of its own.
_PEER = "import sys, capparser; print(capparser.parse(stringXML=sys.stdin.read()).identifier[0], end='')"


def _read_by_capparser(written: bytes) -> str:
    return subprocess.run([sys.executable, "-c", _PEER], input=written, capture_output=True, check=True).stdout.decode()


def _coded(code: str) -> Area:
    return Area("某地", (Code("CPEAS Geographic Code", code),))


@pytest.mark.parametrize(
    ("code", "reaches"),
    [
        ("329901000000", True), ("329900000000", True), ("320000000000", True), ("330000000000", False), ("329901001000", True),
        ("329901002000", False), ("329901001001", True), ("329901001002", False), ("329902000000", False),
        ("329901", True), ("000000", False),
    ],
)
def test_a_code_reaches_what_lies_within_it(code, reaches):
    assert (touches([_coded(code)], HOME) is not None) == reaches


def test_a_place_without_a_code_is_reached_through_what_it_stands_in():
    nameless = Territory(name="某单位", code="", above_codes=("329901001",))

    assert touches([_coded("329901000000")], nameless) is not None
    assert touches([_coded("329901001002")], nameless) is None


def test_codes_of_other_schemes_touch_nobody():
    assert touches([Area("Teton", (Code("SAME", "329901"),))], HOME) is None


def test_zeros_at_the_end_say_nothing():
    assert [significant(one) for one in ("310115000000", "320100", "329901001000", "x1")] == ["310115", "3201", "329901001", ""]


@pytest.mark.parametrize(("radius_km", "reaches"), [(1.0, False), (3.0, True)])
def test_a_circle_reaches_as_far_as_its_radius_in_metres(radius_km, reaches):
    # 118.77 lies 1.7 km west of the western edge at 118.788.
    area = Area("圆", circles=(Circle(118.77, 32.038, radius_km),))

    assert (touches([area], HOME) is not None) == reaches


def test_a_polygon_that_crosses_itself_still_reaches():
    bow = ((118.78, 32.03), (118.80, 32.05), (118.80, 32.03), (118.78, 32.05), (118.78, 32.03))

    assert touches([Area("结", polygons=(bow,))], HOME).msgid == "What is drawn in it reaches this place: %(name)s."


def test_a_name_counts_only_where_there_is_neither_code_nor_drawing():
    assert touches([Area("演示区")], HOME).msgid == "It names %(name)s."
    assert touches([Area("演示区", (Code("CPEAS Geographic Code", "440100000000"),))], HOME) is None


def test_whatever_the_order_of_arrival_the_last_sent_holds():
    alert = decode(national())
    update = decode(national(identifier="b", action="Update", references=alert.identifier, sent="2026-01-15 04:00:00+08:00"))
    cancel = decode(national(identifier="c", action="Cancel", references=f"b,{alert.identifier}", sent="2026-01-15 06:00:00+08:00"))
    links = [link_of(one, pk=pk) for pk, one in enumerate((alert, update, cancel))]
    random.Random(7).shuffle(links)

    assert newest(links).identifier == "c"
    assert all(are_joined(one, other) for one in links for other in links if one is not other)


def test_nobody_cancels_the_warning_of_another_sender():
    alert = decode(cap())
    foreign = decode(cap(identifier="x", action="Cancel", references="other@example.cn,urn-x.1,2026-01-15T03:00:00+08:00"))

    assert not are_joined(link_of(alert, pk=1), link_of(foreign, pk=2))


def test_an_exercise_never_ends_a_real_warning():
    alert = decode(cap())
    practice = decode(
        cap(identifier="x", action="Cancel", status="Exercise", references="met@example.cn,urn-x.1,2026-01-15T03:00:00+08:00")
    )

    assert not are_joined(link_of(alert, pk=1), link_of(practice, pk=2))


def test_a_text_takes_the_place_of_its_issuers_last_one_of_the_same_kind():
    blue = decode("演示区气象台2026年08月07日07时00分发布台风蓝色预警信号：预计7日至10日有大风。".encode())
    yellow = decode("演示区气象台2026年08月08日09时00分更新台风蓝色预警信号为台风黄色预警信号：请注意防范。".encode())
    heat = decode("演示区气象台2026年08月08日09时30分发布高温黄色预警信号：请注意防范。".encode())

    assert are_joined(link_of(blue, pk=1), link_of(yellow, pk=2))
    assert not are_joined(link_of(blue, pk=1), link_of(heat, pk=3))


def test_every_level_of_every_scheme_has_a_proposal_with_its_clause():
    levels = [Level(scheme.key, step.ordinal) for scheme in schemes().values() for step in scheme.levels]

    clauses = [proposed(kind="11B03", level=level, action="alert").clause.zh for level in levels]

    assert "" not in clauses
    assert proposed(kind="11B03", level=Level("cn_four", 1), action="alert") == responses()["rain_red"]
    assert proposed(kind="11B03", level=Level("cn_four", 1), action="cancel") == responses()["cancel"]


@pytest.mark.parametrize(
    "raw",
    [
        national(), national(action="Update", references="a"), cap(), cap(version="1.1"), cap(status="Exercise"),
        sample("weather.atom"), sample("earthquake_signed.cap"),
        "演示区气象台2026年08月08日09时30分发布高温黄色预警信号：请注意<防范>。".encode(),
    ],
)
def test_what_is_written_is_accepted_by_readers_others_wrote(raw):
    message = decode(raw)

    written = write_cap(message, RELAY)

    assert check_schema(written).passed
    again = decode(written)
    assert _read_by_capparser(written) == again.identifier
    assert (again.kind, again.sent_at, again.action, len(again.areas)) == (
        message.kind, message.sent_at, message.action, len(message.areas)
    )


def test_several_blocks_and_areas_are_written_as_the_schema_wants_them():
    message = decode(sample("australia.cap"))

    written = write_cap(message, RELAY)

    assert check_schema(written).passed
    assert decode(written).areas == message.areas


def test_a_colour_survives_the_way_out_and_back():
    again = decode(write_cap(decode(national(headline="演示区气象局发布暴雨橙色预警[II级/严重]", severity="Orange")), RELAY))

    assert again.level == Level("cn_four", 2)
    assert again.action == Action.ALERT


@pytest.mark.parametrize(("name", "status"), [("relayed", "Actual"), ("practised", "Exercise")])
def test_the_alerts_that_the_front_ends_peer_reads_are_those_written_here(name, status):
    message = decode(national(severity="Orange", headline="演示区气象局发布暴雨橙色预警[II级/严重]", status=status))

    assert write_cap(message, RELAY) == sample(f"written_{name}.xml")


def test_signs_that_xml_cannot_carry_are_left_out():
    message = decode("演示区气象台2026年08月08日09时30分发布高温黄色预警信号：请注意\x01防\ufffe范。".encode())

    assert decode(write_cap(message, RELAY)).main.description == "请注意防范。"
