"""Codes of the Home Ministry, however they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_service.areas.codes import level_of, normalise_code, parent_of


@pytest.mark.parametrize(
    "text",
    [
        "52.01.01.2001",
        "5201012001",
        "5201012001.0",
        "52.1.1.2001",
        "52-01-01-2001",
        "52 01 01 2001",
        "52\N{NO-BREAK SPACE}01\N{NO-BREAK SPACE}01\N{NO-BREAK SPACE}2001",
        "52. 01. 01. 2001",
        "520101.2001",
        "5201 01 2001",
        " \t52.01.01.2001\r\n",
        "'5201012001",
        "52\N{EN DASH}01\N{EN DASH}01\N{EN DASH}2001",
        "５２０１０１２００１",
        "５２．０１．０１．２００１",
    ],
)
def test_a_village_code_in_any_writing(text: str) -> None:
    assert normalise_code(text) == "52.01.01.2001"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("52", "52"),
        ("52.0", "52"),
        ("5201", "52.01"),
        ("5201.0", "52.01"),
        ("52.1", "52.01"),
        ("52.71", "52.71"),
        ("520101", "52.01.01"),
        ("52 1 1", "52.01.01"),
        ("91.01.01.1001", "91.01.01.1001"),
    ],
)
def test_the_other_levels(text: str, code: str) -> None:
    assert normalise_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "520",
        "52010",
        "5201012",
        "520101200",
        "52010120011",
        "52.01.01.201",
        "52.01.01.20011",
        "52.001.01.2001",
        "52..",
        "52.",
        ".52",
        "52,01,01,2001",
        "52/01/01/2001",
        "0812345678",
        "8.583333333",
        "-8.5833",
        "2026-01-15",
        "5.201012001E+09",
        "5.20101E+09",
        "52.01.01.2001 Sukamaju",
        "52.01.01.2001.0001",
        "٥٢٠١٠١٢٠٠١",
        "Sukamaju",
        "9" * 5000,
        " . " * 5000,
    ],
)
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert normalise_code(text) == text.strip()


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("52", "province", None),
        ("52.01", "regency", "52"),
        ("52.01.01", "district", "52.01"),
        ("52.01.01.2001", "village", "52.01.01"),
        ("5201", None, None),
        ("5201012001", None, None),
        ("52.1", None, None),
        ("52.01.01.2001\n", None, None),
        ("Sukamaju", None, None),
        ("a.b", None, None),
        ("", None, None),
    ],
)
def test_level_and_parent(code: str, level: str | None, parent: str | None) -> None:
    assert level_of(code) == level
    assert parent_of(code) == parent


@given(st.text() | st.from_regex(r"[0-9 .\-]{0,16}"))
def test_what_is_written_right_is_not_changed_again(text: str) -> None:
    once = normalise_code(text)
    assert normalise_code(once) == once
    assert once == text.strip() or level_of(once)


@given(
    st.tuples(st.integers(11, 97), st.integers(1, 99), st.integers(1, 99), st.integers(1001, 3999)),
    st.sampled_from(["", ".", "-", " ", ". "]),
)
def test_every_village_code_in_every_separation(
    parts: tuple[int, int, int, int], separator: str
) -> None:
    written = separator.join(f"{part:02d}" for part in parts)
    assert normalise_code(written) == ".".join(f"{part:02d}" for part in parts)


@given(st.integers(11, 97), st.integers(1, 99), st.integers(1, 99), st.integers(1001, 3999))
def test_parents_lead_to_the_province(a: int, b: int, c: int, d: int) -> None:
    code = f"{a:02d}.{b:02d}.{c:02d}.{d}"
    levels = []
    above: str | None = code
    while above is not None:
        levels.append(level_of(above))
        above = parent_of(above)
    assert levels == ["village", "district", "regency", "province"]
