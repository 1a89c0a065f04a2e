"""Profiles of the demonstration's model cooperatives; people and figures are made up.

Pure: the same village and seed give the same profile.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

from gis_service.cooperatives.profile import Asset, AssetKind, BusinessLine, Condition, Profile
from gis_service.demonstration.people import FIRST, LAST

FIRST_APPROVALS = date(2025, 5, 26)
LINES: tuple[BusinessLine, ...] = (
    "savings-loans",
    "pharmacy",
    "clinic",
    "cold-storage",
    "logistics",
    "farm-inputs",
    "lpg",
)
#: Name, kind, and from how much to how much it is worth, in millions of rupiah.
ASSETS: tuple[tuple[str, AssetKind, int, int], ...] = (
    ("Gerai sembako", "building", 150, 900),
    ("Rak dan etalase", "furniture", 8, 40),
    ("Komputer kasir", "electronics", 6, 18),
    ("Mobil bak terbuka", "vehicle", 90, 210),
    ("Sepeda motor roda tiga", "vehicle", 28, 45),
    ("Mesin pendingin 2 ton", "machine", 60, 180),
    ("Timbangan duduk", "machine", 2, 9),
    ("Stok sembako", "stock", 15, 120),
    ("Tabung LPG 3 kg", "stock", 8, 30),
    ("Sebidang tanah gudang", "land", 60, 400),
)
CONDITIONS: tuple[Condition, ...] = ("good", "good", "good", "good", "damaged", "broken")
OTHER = (None, None, None, "Penampungan hasil panen", "Pangkas rambut", "Warung kopi")
#: Every so many profiles, something is missing.
UNFINISHED = 6


def begun(code: str, seed: int) -> Profile:
    """What was known first: the board."""
    whole = _whole(code, seed)
    board = {
        name: getattr(whole, name) for name in ("chair", "secretary", "treasurer", "supervisor")
    }
    return Profile.model_validate(board)


def profiles(codes: Sequence[str], seed: int) -> dict[str, Profile]:
    """The profiles of model cooperatives, some with parts that are missing."""
    found = {}
    for number, code in enumerate(codes):
        whole = _whole(code, seed)
        if number % UNFINISHED == 2:
            missing = ({"legal_number", "legal_on"}, {"assets"}, {"members_saving", "assets"})[
                number // UNFINISHED % 3
            ]
            whole = Profile.model_validate(whole.model_dump(exclude=missing))
        found[code] = whole
    return found


def _whole(code: str, seed: int) -> Profile:
    dice = random.Random(f"{seed} {code}")  # noqa: S311 - samples, not secrets
    names = dice.sample([" ".join(parts) for parts in product(FIRST, LAST)], 5)
    chair, secretary, treasurer, manager, supervisor = (f"{name} (contoh)" for name in names)
    total = dice.randrange(60, 900)
    return Profile(
        chair=chair,
        secretary=secretary,
        treasurer=treasurer,
        manager=manager if dice.random() < 0.6 else None,
        supervisor=supervisor,
        legal_number=f"CONTOH-{dice.randrange(10_000, 99_999)}/2025",
        legal_on=FIRST_APPROVALS + timedelta(days=dice.randrange(50)),
        members_total=total,
        members_women=round(total * dice.uniform(0.25, 0.65)),
        members_saving=round(total * dice.uniform(0.3, 0.95)),
        business_lines=("office", "groceries", *dice.sample(LINES, dice.randrange(len(LINES)))),
        business_other=dice.choice(OTHER),
        assets=_assets(dice),
    )


def _assets(dice: random.Random) -> tuple[Asset, ...]:
    million = 1_000_000
    return tuple(
        Asset(
            name=name,
            kind=kind,
            value_rupiah=dice.randrange(least * million, most * million, million // 2)
            if dice.random() < 0.95
            else None,
            condition=dice.choice(CONDITIONS),
        )
        for name, kind, least, most in dice.sample(ASSETS, dice.randrange(2, 7))
    )
