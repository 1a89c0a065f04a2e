"""The key that signs the sessions: given in the settings, else made once and kept."""

import os
import secrets
from pathlib import Path

from gis_service.errors import SettingsError
from gis_service.settings import Settings


def secret_key(settings: Settings) -> str:
    """Tell the key that signs the sessions.

    Two workers that start at the same moment get the same key: whoever comes second reads what
    the first one wrote.

    Raises
    ------
    SettingsError
        The kept key cannot be read or written, or others may read it.
    """
    if settings.secret_key:
        return settings.secret_key
    file = settings.home / "secret_key"
    try:
        if not file.exists():
            _make(file)
        if file.stat().st_mode & 0o077:
            raise SettingsError(f"Others may read {file}: chmod 600 it, or remove it")
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The key of the sessions cannot be kept in {file}: set GIS_SECRET_KEY_FILE, or"
            " GIS_HOME to a folder that can be written"
        ) from error
    if len(key) < 32:
        raise SettingsError(f"{file} does not hold a key: remove it, and a new one is made")
    return key


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(secrets.token_urlsafe(48) + "\n")
        # a link fails where a file is already, which a rename would replace
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
