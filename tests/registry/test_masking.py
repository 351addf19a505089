"""Masking shows enough to recognise and not enough to use."""

import pytest

from linan.registry.domain.masking import mask_id_number, mask_name, mask_note, mask_phone


@pytest.mark.parametrize(
    ("masked", "shown"),
    [
        (mask_name("张安川"), "张**"), (mask_name(""), ""), (mask_phone("13800001234"), "138****1234"),
        (mask_phone("110"), "*10"), (mask_phone(""), ""), (mask_id_number("11010519491231002X"), "1****************X"),
        (mask_id_number(""), ""), (mask_note("每周透析三次"), "******"), (mask_note(""), ""),
    ],
)
def test_a_masked_field_shows_this(masked: str, shown: str) -> None:
    assert masked == shown
