"""Which cooperatives are the models: five in each regency or city, unless there is a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from gis_service.accounts.audit import record
from gis_service.cooperatives import queries
from gis_service.cooperatives.errors import MarkingError
from gis_service.cooperatives.queries import Cooperative
from gis_service.language import N_
from gis_service.signed_in import SignedIn

MARK, UNMARK = "cooperative.mark-model", "cooperative.unmark-model"
LONGEST_REASON = 500
WANTED = {"yes": True, "no": False}


def mark(
    session: Session,
    cooperative: Cooperative,
    *,
    wanted: str,
    reason: str,
    by: SignedIn,
    now: datetime,
) -> bool:
    """Mark a cooperative as a model, or no longer; its profile stays.

    Parameters
    ----------
    wanted : str
        ``yes`` or ``no``.
    reason : str
        Needed to unmark one, and to mark one more than the regency is to have
        (``models_per_regency``).

    Returns
    -------
    bool
        Whether anything changed.

    Raises
    ------
    MarkingError
        A reason is needed or too long, or it is not said what is wanted.
    """
    if wanted not in WANTED:
        raise MarkingError(
            "is_model",
            N_("%(name)s must be one of: %(allowed)s."),
            name="is_model",
            allowed=", ".join(WANTED),
        )
    is_model = WANTED[wanted]
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise MarkingError(
            "reason",
            N_("The reason may have at most %(most)s characters; it has %(length)s."),
            most=LONGEST_REASON,
            length=len(reason),
        )
    # two people who mark at once would both see room for one more
    queries.lock(session, queries.MODELS, cooperative.regency_code)
    if queries.is_model(session, cooperative.village_code) == is_model:
        return False
    models = queries.models_in(session, cooperative.regency_code) + (1 if is_model else -1)
    if not reason:
        _refuse_without_reason(session, cooperative, models, is_model=is_model)
    queries.set_model(session, cooperative.village_code, is_model=is_model)
    record(
        session,
        actor=by.username,
        action=MARK if is_model else UNMARK,
        subject=("cooperative", cooperative.village_code),
        detail={
            "before": {"is_model": not is_model},
            "after": {"is_model": is_model},
            "reason": reason or None,
            "models_in_regency": models,
        },
        now=now,
        person_id=by.id,
    )
    return True


def _refuse_without_reason(
    session: Session, cooperative: Cooperative, models: int, *, is_model: bool
) -> None:
    target = session.info["settings"].models_per_regency
    if not is_model:
        raise MarkingError(
            "reason", N_("Write why the cooperative is no longer a model: it is kept with the act.")
        )
    if models > target:
        raise MarkingError(
            "reason",
            N_(
                "%(regency)s would have %(models)s models, and %(target)s are planned for each"
                " regency or city: write the reason."
            ),
            regency=cooperative.regency,
            models=models,
            target=target,
        )
