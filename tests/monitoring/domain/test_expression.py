import pytest
from hypothesis import given
from hypothesis import strategies as st

from linan.monitoring.domain.expression import BadExpression, parse_expression

FIELDS = {
    "a": 3, "b": 4.5, "on": True, "word": "open", "deep": {"list": [1, {"x": 7}], "3200_0": 5}, "flags": 0b110,
    "raw": "01ff0080", "nothing": None, "温度": 21.5, "packed": "AQL/",
}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcx"), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", 3), ("温度", 21.5), ("a + b * 2", 12), ("(a + b) * 2", 15), ("-a", -3), ("10 - 3 - 2", 5),
        ("7 % 4", 3), ("1.5e2", 150), ("deep.list[1].x", 7), ("this['deep']['3200_0']", 5), ("a < b", True),
        ("word == 'open'", True), ("word != \"open\"", False), ("not on", False), ("on and a > 5", False),
        ("1 if on else 2", 1), ("1 if a > 3 else 2 if a > 2 else 3", 2), ("bit(flags, 1)", True),
        ("bit(flags, 0)", False), ("min(a, b)", 3), ("max(a, b, 9)", 9), ("abs(a - b)", 1.5), ("round(b / a, 2)", 1.5),
        ("number('12.5')", 12.5), ("first(nothing, gone, a)", 3), ("has(gone)", False), ("has(a)", True),
        ("any_of(word, 'closed', 'open')", True), ("u16be(hex(raw))", 511), ("s16le(hex(raw), 2)", -32768),
        ("u8(base64(packed), 2)", 255), ("lower('ABC') == 'abc'", True), ("true", True),
        ("count(deep.list)", 2),
    ],
)
def test_an_expression_gives_its_value(text: str, value: object) -> None:
    expression = parse_expression(text)

    assert expression(FIELDS) == value


@pytest.mark.parametrize(
    "text",
    ["gone", "gone + 1", "gone > 1", "not gone", "1 if gone else 2", "a / 0", "a % 0", "word + 1", "word > 2",
     "deep.list[9]", "deep.list.x", "a.b", "bit(a, 70)", "number('x')", "u16be(hex(raw), 3)", "hex('0')", "deep",
     "1e308 * 1e308", "hex(raw)", "base64('?')", "none"],
)
def test_what_is_missing_or_impossible_gives_nothing(text: str) -> None:
    expression = parse_expression(text)

    assert expression(FIELDS) is None


@pytest.mark.parametrize(
    ("text", "value"), [("gone or on", True), ("gone and not on", False), ("gone or not on", None), ("gone and on", None)]
)
def test_a_missing_part_decides_nothing_where_another_part_does(text: str, value: bool | None) -> None:
    expression = parse_expression(text)

    assert expression(FIELDS) is value


@pytest.mark.parametrize(
    "text",
    ["", "a +", "a b", "(a", "a)", "a..b", "a[", "a[b]", "open('x')", "__import__('os')", "a = 1", "lambda: 1", "a; b",
     "'open", "bit(a)", "min()", "1 if a", "if", "and", "a[-1]", "[1]", "{}", "a ** 2", "f'x'", "a[1.5]",
     "(" * 30 + "a" + ")" * 30, "a+" * 300 + "a"],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(BadExpression):
        parse_expression(text)


@given(st.text(alphabet="abx01.5[]()+-*/%<>=!'\", ifelsndort_", max_size=60), json_values)
def test_no_text_and_no_message_make_the_language_fail_otherwise(text: str, message: object) -> None:
    try:
        value = parse_expression(text)({"a": message, "b": 2})
    except BadExpression:
        value = None

    assert value is None or isinstance(value, (bool, int, float, str))
