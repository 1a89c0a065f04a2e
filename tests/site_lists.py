"""Writes planted rows as the lists that offices send."""

import csv
from collections.abc import Iterable
from pathlib import Path

from tests.planted import Planted


def write_csv(file: Path, rows: Iterable[Planted]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["kode_desa", "koordinat", "akurasi_m", "mock_location"])
        for row in rows:
            writer.writerow(
                [
                    row.village_code,
                    row.coordinates,
                    row.accuracy_m or "",
                    "ya" if row.mock_location else "",
                ]
            )
    return file
