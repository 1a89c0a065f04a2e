"""The roster: the shipped one, and lists that an office got wrong."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.areas.roster import RosterError, import_roster


def write(folder: Path, content: str) -> list[Path]:
    file = folder / "desa.csv"
    file.write_text(content, encoding="utf-8")
    return [file]


def test_the_shipped_roster_gives_every_village_its_cooperative(
    session: Session, now: datetime
) -> None:
    files = sorted(session.info["settings"].roster.glob("*.csv"))
    report = import_roster(session, files, now)
    assert report.problems == []
    counts = session.execute(text("SELECT level, count(*) FROM area GROUP BY level")).all()
    assert dict(map(tuple, counts)) == {
        "province": 1,
        "regency": 10,
        "district": 117,
        "village": 1166,
    }
    kinds = session.execute(text("SELECT kind, count(*) FROM village GROUP BY kind")).all()
    assert dict(map(tuple, kinds)) == {"desa": 1021, "kelurahan": 145}
    assert session.execute(text("SELECT count(*) FROM cooperative")).scalar() == 1166
    assert session.execute(text("SELECT count(centroid) FROM village")).scalar() == 1150
    again = import_roster(session, files, now)
    assert (again.added, again.changed) == (0, 0)


def test_areas_above_are_added_and_named_later(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    import_roster(session, write(tmp_path, "code,name\n5301012001,Oesapa\n"), now)
    names = text("SELECT code, name, level, parent_code FROM area ORDER BY code")
    assert [tuple(row) for row in session.execute(names)] == [
        ("53", "53", "province", None),
        ("53.01", "53.01", "regency", "53"),
        ("53.01.01", "53.01.01", "district", "53.01"),
        ("53.01.01.2001", "Oesapa", "village", "53.01.01"),
    ]
    report = import_roster(session, write(tmp_path, "code,name\n53,Nusa Tenggara Timur\n"), now)
    assert (report.added, report.changed) == (0, 1)


def test_good_rows_go_in_and_bad_ones_are_listed(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    content = (
        "code,name,kind,latitude,longitude,postal_code\n"
        "53.01.01.2001,Oesapa,desa,-10.15,123.6,85228\n"
        "salah,Tanpa Kode,,,,\n"
        "53.01.01.2002,,,,,\n"
        "53.01.01.2003,Lasiana,,abc,123.6,\n"
        "53.01.01.2001,Sekali Lagi,,,,\n"
        "53.01.01.1004,Kelapa Lima,,-95,123.6,\n"
    )
    report = import_roster(session, write(tmp_path, content), now)
    assert sorted(report.villages_added) == ["53.01.01.1004", "53.01.01.2001", "53.01.01.2003"]
    assert [problem.split(": ", 1)[0] for problem in report.problems] == [
        "desa.csv, line 3",
        "desa.csv, line 4",
        "desa.csv, line 5",
        "desa.csv",
        "desa.csv, line 7",
    ]
    kind = text("SELECT kind FROM area WHERE code = '53.01.01.1004'")
    assert session.execute(kind).scalar() == "kelurahan"


@pytest.mark.parametrize(
    ("content", "message"),
    [("kode,nama\n1,2\n", "has no column code"), ("", "has no column code")],
)
def test_a_file_without_the_columns_is_refused(
    session: Session, now: datetime, tmp_path: Path, content: str, message: str
) -> None:
    with pytest.raises(RosterError, match=message):
        import_roster(session, write(tmp_path, content), now)


def test_a_file_that_is_not_text_is_refused(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    file = tmp_path / "desa.csv"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RosterError, match="UTF-8"):
        import_roster(session, [file], now)
