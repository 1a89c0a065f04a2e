"""The programme that the demonstration shows: who is how far, and since when.

Pure. The headline figures are the published ones of 15 January 2026; who makes them up is made up.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import hypot

from gis_service.cooperatives.service import Declared
from gis_service.demonstration.places import Place, Village
from gis_service.demonstration.planted import Given

FORMED = 1166
LISTED = 454
STARTED = 214
MODELS_IN_A_REGENCY = 5
REGENCIES = 10

CAPITAL = "52.71"
GREEN = 233
GREEN_LISTED = 195
GREEN_STARTED = 130
REFUSED = 190
CORRECTED = 20
#: Days before the demonstration is loaded: the programme begins, then lists come in.
BEGIN = 60
LISTS = (58, 51, 44, 36, 27, 18, 9, 2)
APPROVAL = 5


@dataclass
class Step:
    """What happens on one day.

    Attributes
    ----------
    rows : list of Given
        The list of sites that comes in.
    declared : list of Declared
        What is declared of cooperatives from then on.
    verified : list of str
        Villages whose sites a reviewer confirms.
    """

    days_ago: int
    rows: list[Given] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    verified: list[str] = field(default_factory=list)


def programme(
    villages: Sequence[Village],
    rows: Sequence[Given],
    places: Mapping[str, tuple[Place, Place]],
    seed: int,
) -> list[Step]:
    """Decide on every village, and put it in order.

    Parameters
    ----------
    villages : sequence of Village
        By code, with a row each.
    places : mapping
        Where they are.

    Returns
    -------
    list of Step
        The oldest first.
    """
    return _Programme(villages, rows, places, random.Random(seed)).steps()  # noqa: S311 - samples, not secrets


@dataclass
class _Programme:
    villages: Sequence[Village]
    rows: Sequence[Given]
    places: Mapping[str, tuple[Place, Place]]
    dice: random.Random

    def __post_init__(self) -> None:
        self.row = {row.village_code: row for row in self.rows}
        self.bounded = {village.code for village in self.villages if village.polygon is not None}
        near_first = self._by_remoteness()
        clean = [c for c in near_first if not self.row[c].mistake and c in self.bounded]
        approved = [c for c in near_first if self.row[c].mistake == "approved-elsewhere"]
        self.green = set(clean[: GREEN - len(approved)] + approved)
        left = set(clean) - self.green
        far_first = [c for c in reversed(self._by_remoteness()) if c in left]
        missing = sorted(c for c in near_first if self.row[c].mistake == "missing")
        self.refused = set(far_first[:REFUSED] + missing[::2])
        self.models = self._models()
        self.listed = self._listed()
        self.started = self._started()

    def _by_remoteness(self) -> list[str]:
        """Villages near the capital first, but not strictly."""
        centre = [v.code for v in self.villages if v.regency_code == CAPITAL] or [
            self.villages[0].code
        ]
        middle = self.places[centre[len(centre) // 2]][0]
        away = {
            code: hypot(place.latitude - middle.latitude, place.longitude - middle.longitude)
            for code, (place, _) in self.places.items()
        }
        farthest = max(away.values()) or 1.0
        score = {code: far / farthest + self.dice.uniform(0, 0.9) for code, far in away.items()}
        return sorted(score, key=lambda code: (score[code], code))

    def _shuffled(self, codes: set[str]) -> list[str]:
        return self.dice.sample(sorted(codes), len(codes))

    def _models(self) -> set[str]:
        """Five in each regency, the good ones first."""
        by_regency: dict[str, list[str]] = {}
        ready = self._shuffled({v.code for v in self.villages} - self.refused - self._nowhere())
        for code in sorted(
            ready, key=lambda code: (code not in self.green, bool(self.row[code].mistake))
        ):
            by_regency.setdefault(code[:5], []).append(code)
        return {code for codes in by_regency.values() for code in codes[:MODELS_IN_A_REGENCY]}

    def _nowhere(self) -> set[str]:
        """The village whose row carries another's code: nothing is known of it."""
        return {row.village_code for row in self.rows if row.given_code}

    def _listed(self) -> set[str]:
        listed = set(self.models)
        listed |= set(
            self._shuffled(self.green - listed)[: GREEN_LISTED - len(listed & self.green)]
        )
        others = set(self.row) - self.green - listed - self._nowhere()
        return listed | set(self._shuffled(others)[: LISTED - len(listed)])

    def _started(self) -> set[str]:
        started = self.green - self.listed
        started |= set(self._shuffled(self.green - started)[: GREEN_STARTED - len(started)])
        others = {c for c in self.bounded if not self.row[c].mistake} - self.green - self.refused
        return started | set(self._shuffled(others)[: STARTED - len(started)])

    # --- in order ----------------------------------------------------------------------------

    def steps(self) -> list[Step]:
        """Begin with the portal's list; then every village in its turn."""
        begin = Step(BEGIN, declared=[self._listed_only(code) for code in sorted(self.row)])
        lists = [Step(days) for days in LISTS]
        corrected = self._corrected()
        for code in sorted(self.row):
            row = self.row[code]
            if code in self.green:
                self._turn_green(code, row, lists)
            elif code in corrected:
                first, then = sorted(self.dice.sample(range(len(lists) - 1), 2))
                place = self.places[code][0]
                wrong = f"{place.longitude:.6f}, {place.latitude:.6f}"
                lists[first].rows.append(Given(code, wrong))
                lists[first].declared.append(self._land(code))
                lists[then].rows.append(row)
            else:
                step = lists[self._turn()]
                step.rows.append(row)
                if code not in self._nowhere():
                    land = self._land(code)
                    step.declared.append(land)
                    self._verify_some(row, land, lists, step)
        return [begin, *lists]

    def _turn(self) -> int:
        """Most lists came in early."""
        return min(int(self.dice.expovariate(1 / 3.0)), len(LISTS) - 1)

    def _turn_green(self, code: str, row: Given, lists: Sequence[Step]) -> None:
        if row.mistake:
            first, then = APPROVAL - 3, APPROVAL
        else:
            first, then = sorted(self.dice.sample(range(len(lists)), 2))
        area = float(self.dice.randrange(1000, 2500, 50))
        land = replace(
            self._listed_only(code),
            declared_area_m2=area,
            owner_settled=True,
            clear_and_clean=True,
            construction_stage="started" if code in self.started else "none",
        )
        lists[first].rows.append(row)
        before = replace(land, owner_settled=False, clear_and_clean=None, construction_stage="none")
        lists[first].declared.append(before)
        lists[then].declared.append(land)
        lists[then].verified.append(code)

    def _verify_some(self, row: Given, land: Declared, lists: Sequence[Step], step: Step) -> None:
        """Some places are confirmed although the land is not ready."""
        not_ready = land.owner_settled is False or (land.declared_area_m2 or 1000) < 1000
        if not row.mistake and not_ready and self.dice.random() < 0.25:
            later = lists[lists.index(step) + 1 :]
            if later:
                self.dice.choice(later).verified.append(row.village_code)

    def _corrected(self) -> set[str]:
        """Villages whose site was first given with the axes exchanged."""
        plain = {c for c in self.bounded if not self.row[c].mistake} - self.green - self.refused
        return set(self._shuffled(plain)[:CORRECTED])

    # --- what is declared --------------------------------------------------------------------

    def _listed_only(self, code: str) -> Declared:
        status = "listed" if code in self.listed else "missing"
        return Declared(code, is_model=code in self.models, portal_status=status)

    def _land(self, code: str) -> Declared:
        """What the list says of land that is not ready, or of none."""
        known = self._listed_only(code)
        if code in self.refused:
            return replace(known, land_refused=True)
        enough = float(self.dice.randrange(1000, 2500, 50))
        short = float(self.dice.randrange(350, 1000, 25))
        if code in self.started:
            area = enough if self.dice.random() < 0.7 else short
            return replace(
                known,
                construction_stage="started",
                declared_area_m2=area,
                owner_settled=True,
                clear_and_clean=self.dice.random() < 0.6,
            )
        lands: tuple[tuple[float | None, bool | None, bool | None], ...] = (
            (None, None, None),
            (short, True, True),
            (enough, False, None),
            (enough, True, False),
            (short, False, False),
            (enough, True, True),
        )
        declared, settled, clear = self.dice.choices(lands, (15, 22, 28, 12, 8, 15))[0]
        return replace(
            known, declared_area_m2=declared, owner_settled=settled, clear_and_clean=clear
        )
