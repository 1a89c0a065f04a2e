"""What the page of a day says in lists, exports and on its map."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gis_service.findings.messages import message
from gis_service.language import N_, translations
from gis_service.progress.day import DayOfReports, Report, Village
from gis_service.progress.stages import BLOCKERS, CONSTRUCTION_STAGES, LAND_STAGES

STATES = {
    "reported": N_("Reported"),
    "missing": N_("Not reported"),
    "unexpected": N_("Nobody answers for it"),
}
#: Findings on reports in a few words; what is not here is said by its code.
FINDINGS = {
    "progress-decreased": N_("less than before"),
    "progress-jump": N_("a jump"),
    "report-far-from-site": N_("far from the site"),
    "report-missing": N_("days missing"),
}
SCRIPT_TEXTS = {
    "state_reported": STATES["reported"],
    "state_missing": STATES["missing"],
    "state_unexpected": STATES["unexpected"],
    "officer": N_("Officer"),
    "officers_none": N_("nobody"),
    "last_report": N_("Last report"),
    "never": N_("Never reported"),
    "days_ago": N_("%(count)s days before"),
    "day_ago": N_("the day before"),
    "stage": N_("Construction"),
    "land": N_("Land"),
    "percent": N_("Physical progress"),
    "points": N_("%(points)s points"),
    "blockers": N_("Blockers"),
    "findings": N_("Findings"),
    "photos": N_("Photos announced"),
    "note": N_("Note"),
    "no_boundary": N_("This village has no boundary in the data: it is not on the map."),
    "failed": N_("The server cannot be reached; what you see may be out of date."),
    "close": N_("Close"),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
}


class Words:
    """Says what is stored in codes in a language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.gettext: Callable[[str], str] = translations(language).gettext

    def state(self, village: Village) -> str:
        """Whether it was reported on."""
        return self.gettext(STATES[village.state])

    def land(self, stage: str | None) -> str:
        """A stage of the land; empty where it is not known."""
        return self.gettext(LAND_STAGES[stage]) if stage else ""

    def construction(self, stage: str | None) -> str:
        """A stage of construction; empty where it is not known."""
        return self.gettext(CONSTRUCTION_STAGES[stage]) if stage else ""

    def blockers(self, kinds: Iterable[str]) -> list[str]:
        """Kinds of blockers."""
        return [self.gettext(BLOCKERS[kind]) for kind in kinds]

    def findings(self, report: Report) -> list[str]:
        """What the checks found, in a few words each."""
        return [self.gettext(FINDINGS.get(code, code)) for code, _ in report.flags]

    def messages(self, report: Report) -> list[str]:
        """What the checks found, with the figures."""
        return [message(code, detail, self.language) for code, detail in report.flags]


def map_data(day: DayOfReports, words: Words) -> dict[str, Any]:
    """What the map of the page tells of every village.

    Returns
    -------
    dict
        ``regencies`` (code to name), ``officers`` (full names) and ``villages``: code, name, first
        letter of the state, district, positions in ``officers``, days since the last report, and
        what was reported or null.
    """
    usernames = sorted({name for one in day.everywhere for name in one.officers})
    position = {name: number for number, name in enumerate(usernames)}
    return {
        "regencies": {one.code: one.name for one in day.regencies},
        "officers": [day.names.get(name, name) for name in usernames],
        "villages": [
            [
                one.code,
                one.name,
                one.state[0],
                one.district,
                [position[name] for name in one.officers],
                one.days,
                one.report and _told(one.report, words),
            ]
            for one in day.everywhere
        ],
    }


def _told(report: Report, words: Words) -> Mapping[str, Any]:
    told = {
        "land": words.land(report.land_stage),
        "stage": words.construction(report.construction_stage),
        "percent": report.percent,
        "change": report.change,
        "blockers": ", ".join(words.blockers(report.blockers)),
        "findings": " ".join(words.messages(report)),
        "photos": report.photos,
        "note": report.note,
    }
    return {name: value for name, value in told.items() if value not in (None, "", 0)} | (
        {"percent": report.percent} if report.percent == 0 else {}
    )


def script_texts(words: Words, time_zone: str) -> dict[str, Any]:
    """What the map's script says."""
    return {
        "language": words.language,
        "timeZone": time_zone,
        "texts": {name: words.gettext(one) for name, one in SCRIPT_TEXTS.items()},
        "rules": {},
    }
