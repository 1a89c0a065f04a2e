"""The daily reports of the demonstration: two weeks of them, up to the day it is loaded.

Pure: the same for the same villages, declarations and seed. What they say fits what the lists
declared, so that neither the figures nor the zones become others; a few mistakes are planted.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from gis_service.cooperatives.service import Declared
from gis_service.demonstration.people import Staff
from gis_service.demonstration.places import Place

DAYS = 14
#: Nothing is known under this name elsewhere: identifiers that are the same each time.
NAMESPACE = UUID("6f0a0a52-2f35-4d53-9e0c-3a1c52d1a514")
#: Villages under construction in which a figure is planted that the checks ask about.
FALLS = 6
JUMPS = 4
#: Villages that nobody has reported on for longer than the zones forgive; none of them green.
STALE = 8
STALE_DAYS = 9
#: From which per cent on a building is said to be so far.
STAGES = (
    (0, "preparation"),
    (8, "foundation"),
    (25, "structure"),
    (60, "roof"),
    (75, "finishing"),
)
#: It is not said to be complete: the published figure is of those under construction.
MOST_PERCENT = 97.0
#: What blocks, in the proportions of one regency's list.
BLOCKERS = {
    "wrong-area": 36,
    "not-strategic": 24,
    "land-swap": 15,
    "needs-fill": 11,
    "building-on-land": 22,
    "permit": 8,
}
OWNERS = {
    "wrong-area": "Kepala desa (contoh)",
    "not-strategic": "Camat (contoh)",
    "land-swap": "BPN (contoh)",
    "needs-fill": "Dinas PUPR (contoh)",
    "building-on-land": "Kepala desa (contoh)",
    "permit": "DPMPTSP (contoh)",
    "consent": "Pemilik lahan (contoh)",
}
NOTES = {
    "preparation": ("Pembersihan lahan", "Bouwplank dipasang", "Material mulai datang"),
    "foundation": ("Galian pondasi selesai", "Pengecoran sloof", "Pemasangan batu kali"),
    "structure": ("Pemasangan bata", "Pengecoran kolom", "Tukang sembilan orang"),
    "roof": ("Rangka baja dipasang", "Pemasangan spandek", "Menunggu rangka atap"),
    "finishing": ("Plester dan aci", "Pemasangan keramik", "Pengecatan dinding luar"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One report as a phone would send it.

    Attributes
    ----------
    username : str
        Who sent it.
    content : dict
        As `gis_service.progress.submission.ReportContent` reads it.
    of_the_day : float
        When it came in, as a part of the day: 0.4 is a quarter to ten in the morning.
    """

    id: UUID
    username: str
    content: dict[str, Any]
    of_the_day: float


@dataclass
class _Village:
    """A village's state, from day to day."""

    code: str
    officer: str
    land: str
    building: bool
    percent: float | None
    blockers: list[dict[str, Any]]
    place: Place | None
    fall: int = -1
    jump: int = -1
    silent_from: int = DAYS
    rate: float = field(default=0.0)


def reports(
    staff: Sequence[Staff],
    declared: Mapping[str, Declared],
    places: Mapping[str, Place],
    today: date,
    seed: int,
) -> list[Sent]:
    """Two weeks of reports, the oldest first.

    Parameters
    ----------
    declared : mapping
        Village code to what the lists declared last; villages that are not in it are not
        reported on.
    places : mapping
        Village code to where its site stands, of those that stand where they should.
    today : date
        The last day; some officers have not reported yet.
    """
    dice = random.Random(seed)  # noqa: S311 - samples, not secrets
    officers = [one for one in staff if one.role == "officer"]
    villages = [
        _begin(officer.username, declared[code], places.get(code), today, dice)
        for officer in officers
        for code in sorted(declared)
        if any(code.startswith(f"{area}.") for area in officer.areas)
    ]
    # some have sent nothing yet today; the first, whose account is tried most, has work left
    shares = {
        one.username: (0.6, 0.0, 0.85, 1.0, 1.0, 0.9, 1.0)[number % 7]
        for number, one in enumerate(officers)
    }
    _plant(villages, declared, shares, dice)
    found = []
    for number in range(DAYS):
        day = today - timedelta(days=DAYS - 1 - number)
        for village in villages:
            _grow(village, number, dice)
            share = shares[village.officer] if number == DAYS - 1 else 0.96
            if number >= village.silent_from or (
                dice.random() >= share and number not in (village.fall, village.jump)
            ):
                continue
            found.append(_sent(village, day, number, seed, dice))
    return found


def _begin(
    officer: str, declared: Declared, place: Place | None, today: date, dice: random.Random
) -> _Village:
    building = declared.construction_stage == "started"
    return _Village(
        declared.village_code,
        officer,
        _land(declared, dice),
        building,
        round(dice.uniform(2, 80), 0) if building else None,
        [
            {**one, "due_on": (today + timedelta(days=dice.randrange(-3, 40))).isoformat()}
            for one in _blockers(declared, dice)
        ],
        place,
        rate=dice.uniform(0.2, 2.2),
    )


def _land(declared: Declared, dice: random.Random) -> str:
    """How far the land is, as what is declared of it says."""
    if declared.land_refused:
        return "none"
    if declared.declared_area_m2 is None:
        return dice.choice(("candidate", "none"))
    if not declared.owner_settled:
        return "surveyed"
    return "ready" if declared.clear_and_clean else "documents"


def _blockers(declared: Declared, dice: random.Random) -> Iterator[dict[str, Any]]:
    """What stops a cooperative; nothing stops one whose land is as it should be."""
    area = declared.declared_area_m2
    if area is not None and area >= 1000 and declared.owner_settled and declared.clear_and_clean:
        return
    if area is not None and area < 1000:
        yield {"kind": "wrong-area", "owner": OWNERS["wrong-area"]}
    elif area is not None and declared.owner_settled is False:
        yield {"kind": "consent", "owner": OWNERS["consent"]}
    elif dice.random() < 0.2:
        kind = dice.choices(list(BLOCKERS), list(BLOCKERS.values()))[0]
        yield {"kind": kind, "owner": OWNERS[kind]}


def _plant(
    villages: Sequence[_Village],
    declared: Mapping[str, Declared],
    shares: Mapping[str, float],
    dice: random.Random,
) -> None:
    """Choose where less is reported than before, where too much, and where nothing any more.

    Some of it today, by officers who have reported today.
    """
    building = [
        one
        for one in villages
        if one.percent is not None and 20 < one.percent < 55 and shares[one.officer]
    ]
    chosen = dice.sample(building, FALLS + JUMPS)
    for number, one in enumerate(chosen):
        on = DAYS - 1 - number % 5
        if number < FALLS:
            one.fall = on
        else:
            one.jump = on
    open_still = [
        one
        for one in villages
        if not one.building and not declared[one.code].owner_settled and one not in chosen
    ]
    for one in dice.sample(open_still, STALE):
        one.silent_from = DAYS - STALE_DAYS


def _grow(village: _Village, number: int, dice: random.Random) -> None:
    """A day later."""
    if village.percent is None:
        return
    if number == village.fall:
        village.percent -= 9
    elif number == village.jump:
        village.percent += 34
    elif dice.random() < 0.7:
        village.percent += round(dice.uniform(0, 2) * village.rate)
    village.percent = min(village.percent, MOST_PERCENT)


def _sent(village: _Village, day: date, number: int, seed: int, dice: random.Random) -> Sent:
    name = f"{seed} {village.code} {day.isoformat()}"
    stage = "none"
    if village.percent is not None:
        stage = next(stage for least, stage in reversed(STAGES) if village.percent >= least)
    content: dict[str, Any] = {
        "village_code": village.code,
        "reported_on": day.isoformat(),
        "land_stage": village.land,
        "construction_stage": stage,
        "percent": village.percent,
        "blockers": [{**one, "note": None} for one in village.blockers],
        "note": None,
        "device": _device(village.place, dice),
        "photos": [],
        "confirmed": [],
        "captured_at": None,
    }
    if village.building:
        content["note"] = dice.choice(NOTES[stage]) if dice.random() < 0.5 else None
        photos = range(dice.choice((1, 1, 2)))
        content["photos"] = [str(uuid5(NAMESPACE, f"{name} {photo}")) for photo in photos]
    if number == village.fall:
        content["confirmed"] = ["progress-decreased"]
        content["note"] = "Diukur ulang bersama pelaksana"
    return Sent(uuid5(NAMESPACE, name), village.officer, content, dice.uniform(0.35, 0.72))


def _device(place: Place | None, dice: random.Random) -> dict[str, Any] | None:
    """Where the phone was: on the site, a few metres this way or that."""
    if place is None:
        return None
    return {
        "latitude": round(place.latitude + dice.uniform(-2e-4, 2e-4), 6),
        "longitude": round(place.longitude + dice.uniform(-2e-4, 2e-4), 6),
        "accuracy_m": round(dice.uniform(4, 18), 1),
        "captured_at": None,
        "fixes": 5,
    }
