"""Made-up people: a seeded generator whose households and needs follow the published shares.

Pure: numbers in, plain values out. Nobody here can be a real person, see `phone_of` and `id_number_of`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

FAMILY = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹"
GIVEN_FIRST = "安柏晨禾嘉景岚木宁青荣书思桐维文雪雅言一宜云之知子"
GIVEN_SECOND = ("", "川", "帆", "谷", "荷", "竹", "石", "溪", "松", "原", "舟", "朗", "苗", "星", "棠", "澄")
NAME_MARK = "（演示）"

# Households by number of people. Mean 3.28, the real model community's 12,000 people in 3,654 households.
HOUSEHOLD_SIZES = {1: 0.11, 2: 0.22, 3: 0.27, 4: 0.20, 5: 0.12, 6: 0.08}

# Shares of a single-person household: old people live alone more often than others. Assumption, between the
# 16.6 % of households with an old person living alone and the 2.54 % of people aged 80 and over (census 2020).
ALONE_80_SHARE = 0.30
ALONE_60_SHARE = 0.20

# Ages of the seventh national census (2020, communiqué no. 5): 0-14 17.95 %, 15-59 63.35 %, 60 and over 18.70 %,
# of them 80 and over 2.54 %. Half-open ranges of years of age with their weights.
AGES = (((0, 15), 17.95), ((15, 60), 63.35), ((60, 80), 16.16), ((80, 96), 2.54))

# Chance that a person of an age range has a need.
NEEDS = (
    # 85.02 million of 1,340.91 million: China Disabled Persons' Federation, end of 2010.
    ("disabled", (3, 96), 0.063),
    # About 9 million births a year in 1,410 million (2023), counted for nine months, over women of 20 to 40.
    ("pregnant", (20, 40), 0.018),
    ("infant", (0, 1), 1.0),
    # About 650 patients on haemodialysis per million: national renal data system, 2023.
    ("dialysis", (30, 90), 0.00085),
    # Assumption: no national count of home oxygen is published.
    ("oxygen", (60, 96), 0.006),
    # Assumption: severe hearing and sight loss only, a part of the second national survey's (2006) shares.
    ("deaf", (3, 96), 0.003),
    ("blind", (3, 96), 0.0015),
    # 6.04 % of people of 60 and over: Jia et al., Lancet Public Health 2020;5:e661.
    ("dementia", (60, 96), 0.0604),
)
HEALTH_NOTES = {
    "dialysis": "每周透析三次（演示）", "oxygen": "居家氧疗，断电需备用氧源（演示）", "disabled": "行动不便（演示）",
    "dementia": "需人陪护（演示）",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up person."""

    name: str
    phone: str
    id_number: str
    birth_year: int
    needs: tuple[str, ...] = ()
    health_note: str = field(default="")


def household_sizes(rng: Random, households: int, people: int) -> list[int]:
    """Return the number of people of each household, `people` in all."""
    sizes = rng.choices(list(HOUSEHOLD_SIZES), weights=list(HOUSEHOLD_SIZES.values()), k=households)
    while (missing := people - sum(sizes)) != 0:
        step = 1 if missing > 0 else -1
        for at in rng.sample(range(households), min(abs(missing), households)):
            if 1 <= sizes[at] + step <= 8:
                sizes[at] += step
    return sizes


def people_of(rng: Random, size: int, *, year: int, numbers: Iterator[int]) -> list[Made]:
    """Return the people of one household in a year; `numbers` gives each a serial that none other has."""
    family = rng.choice(FAMILY)
    return [_person(rng, family, age, year=year, serial=next(numbers), lives_alone=size == 1) for age in _ages(rng, size)]


def phone_of(serial: int) -> str:
    """Return an eleven-digit number nobody has: mobile numbers begin with 13 to 19, none with 12.

    Source: the Ministry of Industry and Information Technology's numbering plan (电信网编号计划, 2017).
    """
    return f"12{serial:09d}"


def id_number_of(serial: int, birth_year: int, day: int) -> str:
    """Return eighteen characters that look like an identity number and can be none.

    No division code begins with 0 (GB/T 2260), and the check character is one off GB 11643's.
    """
    head = f"0{serial % 100000:05d}{birth_year}{1 + day // 28 % 12:02d}{1 + day % 28:02d}{serial % 1000:03d}"
    return head + _wrong(check_character(head))


def check_character(head: Sequence[str]) -> str:
    """Return the check character of the first 17 digits. Source: GB 11643-1999, ISO 7064 MOD 11-2."""
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(head))
    return "10X98765432"[total % 11]


def _wrong(check: str) -> str:
    return "0" if check == "X" else str((int(check) + 1) % 10)


def _ages(rng: Random, size: int) -> list[int]:
    if size == 1:
        return [_age_alone(rng)]
    grown = [_age_between(rng, 15, 96) for _ in range(min(size, 2))]
    return grown + [_any_age(rng) if size > 4 else _age_between(rng, 0, 60) for _ in range(size - len(grown))]


def _age_alone(rng: Random) -> int:
    chance = rng.random()
    if chance < ALONE_80_SHARE:
        return rng.randint(80, 95)
    return rng.randint(60, 79) if chance < ALONE_80_SHARE + ALONE_60_SHARE else rng.randint(20, 59)


def _any_age(rng: Random) -> int:
    (low, high), = rng.choices([ages for ages, _ in AGES], weights=[weight for _, weight in AGES])
    return rng.randrange(low, high)


def _age_between(rng: Random, low: int, high: int) -> int:
    while True:
        age = _any_age(rng)
        if low <= age < high:
            return age


def _person(rng: Random, family: str, age: int, *, year: int, serial: int, lives_alone: bool) -> Made:
    needs = [kind for kind, (low, high), chance in NEEDS if low <= age < high and rng.random() < chance]
    if lives_alone and age >= 80:
        needs.append("alone")
    given = rng.choice(GIVEN_FIRST) + rng.choice(GIVEN_SECOND)
    notes = [HEALTH_NOTES[kind] for kind in needs if kind in HEALTH_NOTES]
    return Made(
        name=f"{family}{given}{NAME_MARK}", phone=phone_of(serial) if age >= 12 else "",
        id_number=id_number_of(serial, year - age, rng.randrange(336)), birth_year=year - age,
        needs=tuple(needs), health_note="；".join(notes),
    )
