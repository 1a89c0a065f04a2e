"""The people of the demonstration: 78, of whom 28 answer for villages. Names are made up."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from gis_service.demonstration.places import Village

STAFF: Mapping[str, int] = {
    "officer": 28,
    "reviewer": 30,
    "planner": 12,
    "leadership": 5,
    "administrator": 3,
}
#: The first of each role can sign in; the names begin so that no real person's is ever taken.
EASY: Mapping[str, str] = {
    "leadership": "contoh-pimpinan",
    "planner": "contoh-perencana",
    "reviewer": "contoh-verifikator",
    "administrator": "contoh-admin",
    "officer": "contoh-petugas",
}
FIRST = (
    "Ahmad", "Ayu", "Baiq Rina", "Budi", "Dewi", "Fitri", "Hasan", "I Made", "Ida", "Ilham",
    "Indah", "Lalu Arif", "Lalu Hadi", "Mahsun", "Muhammad", "Ni Wayan", "Nur", "Rahmat", "Siti",
    "Zainal",
)  # fmt: skip
LAST = (
    "Abdullah", "Anwar", "Fauzi", "Hakim", "Hidayat", "Ismail", "Kurniawan", "Lestari", "Mahdi",
    "Pratama", "Rahayu", "Saputra", "Wahyuni", "Yusuf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the demonstration; officers have districts to answer for."""

    username: str
    full_name: str
    role: str
    areas: tuple[str, ...] = ()


def staff(villages: Sequence[Village], seed: int) -> list[Staff]:
    """Everybody; the officers' districts together hold every village."""
    names = [" ".join(parts) for parts in product(FIRST, LAST)]
    names = random.Random(seed).sample(names, sum(STAFF.values()))  # noqa: S311 - samples, not secrets
    areas = areas_of_officers(villages, STAFF["officer"])
    found = []
    for role, count in STAFF.items():
        for number in range(count):
            easy = EASY[role]
            username = easy if number == 0 else f"{easy}-{number + 1}"
            answers_for = areas[number] if role == "officer" else ()
            found.append(Staff(username, f"{names.pop()} (contoh)", role, answers_for))
    return found


def areas_of_officers(villages: Sequence[Village], officers: int) -> list[tuple[str, ...]]:
    """Give each officer whole districts of one regency, about as many villages each."""
    of_regency = Counter(village.regency_code for village in villages)
    of_district = Counter(village.district_code for village in villages)
    share = dict.fromkeys(of_regency, 1)
    for _ in range(officers - len(share)):
        busiest = max(share, key=lambda code: (of_regency[code] / share[code], code))
        share[busiest] += 1
    areas: list[tuple[str, ...]] = []
    for regency in sorted(share):
        districts = sorted(code for code in of_district if code.startswith(f"{regency}."))
        areas += _split(districts, of_district, share[regency])
    return areas


def _split(
    districts: Sequence[str], weight: Mapping[str, int], parts: int
) -> list[tuple[str, ...]]:
    """Cut a list into parts of about the same weight, none empty while there are enough."""
    found: list[list[str]] = [[] for _ in range(parts)]
    total, done = sum(weight[code] for code in districts), 0
    for position, code in enumerate(districts):
        part = min(done * parts // total, parts - 1)
        # the last parts get one district each if nothing else is left for them
        part = max(part, parts - (len(districts) - position))
        found[part].append(code)
        done += weight[code]
    return [tuple(codes) for codes in found]
