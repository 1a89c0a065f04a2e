"""The findings of checks on sites, parcels, reports and photos: stable codes and their severities.

Codes appear in JSON, in the database and in exports; they never change their meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from spatial.coordinates import Reading

Severity = Literal["critical", "warning", "info"]

SEVERITIES: Final[Mapping[str, Severity]] = MappingProxyType(
    {
        "location-missing": "critical",
        "location-unreadable": "critical",
        "location-ambiguous": "critical",
        "village-unknown": "critical",
        "boundary-missing": "critical",
        "outside-village": "critical",
        "outside-province": "critical",
        "near-boundary": "warning",
        "duplicate-site": "warning",
        "copied-centroid": "warning",
        "low-precision": "warning",
        "poor-accuracy": "warning",
        "mock-location": "warning",
        "swapped-axes": "info",
        "sign-error": "info",
        "projected-coordinates": "info",
        "decimal-shift": "info",
        "hemisphere-conflict": "info",
        "progress-decreased": "warning",
        "progress-jump": "warning",
        "report-missing": "warning",
        "report-far-from-site": "warning",
        "parcel-invalid": "critical",
        "parcel-outside-village": "critical",
        "building-does-not-fit": "critical",
        "protected-farmland": "critical",
        "hazard-zone": "critical",
        "parcel-too-small": "warning",
        "area-mismatch": "warning",
        "parcel-overlap": "warning",
        "parcel-straddles-boundary": "warning",
        "site-outside-parcel": "warning",
        "photo-reused": "warning",
        "photo-stale": "warning",
        "photo-far-from-site": "warning",
    }
)


@dataclass(frozen=True, slots=True)
class Flag:
    """One finding: a stable code, the figures behind it, and a repair where there is one.

    Parameters
    ----------
    code : str
        One of `SEVERITIES`.
    detail : mapping
        Figures that tripped the check (metres, village codes); JSON values only.
    repair : Reading, optional
        Another reading of the same text (EPSG:4326) that lies inside the claimed village.
        Proposed, never applied by itself.

    Examples
    --------
    >>> Flag("poor-accuracy", {"accuracy_m": 40.0}).severity
    'warning'
    """

    code: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    repair: Reading | None = None

    @property
    def severity(self) -> Severity:
        """How grave the finding is: critical, warning or info."""
        return SEVERITIES[self.code]
