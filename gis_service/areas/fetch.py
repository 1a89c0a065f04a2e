"""Fetching files over http and https: with time limits, limits of size, and safe redirects."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from gis_service.areas.source_errors import BoundarySourceError

#: Seconds to connect, and between two pieces of an answer.
TIMEOUT_S = (10.0, 10.0)
LARGEST_BYTES = 2 * 1024**3
MOST_REDIRECTS = 5
#: Small, because what came of a piece is lost when the connection is cut.
PIECE_BYTES = 1 << 14


class FetchError(BoundarySourceError):
    """An address that a file cannot be fetched from.

    Attributes
    ----------
    answer : int or None
        The server's status, where there was one.
    may_pass : bool
        Whether trying again may help.
    """

    code = "fetch"

    def __init__(self, message: str, *, answer: int | None = None, may_pass: bool = False) -> None:
        super().__init__(message)
        self.answer = answer
        self.may_pass = may_pass


def fetch(address: str, target: Path, largest_bytes: int = LARGEST_BYTES) -> None:
    """Fetch a file.

    Raises
    ------
    FetchError
        The server cannot be reached, refuses, is too slow, or sends too much.
    """
    with opened(address) as response, target.open("wb") as stream:
        for piece in pieces(response, address, largest_bytes):
            stream.write(piece)


@contextmanager
def opened(
    address: str, *, skip_bytes: int = 0, timeout_s: tuple[float, float] = TIMEOUT_S
) -> Iterator[requests.Response]:
    """Open an address for reading.

    A redirect is followed to https, or within the same scheme, and nowhere else.

    Parameters
    ----------
    address : str
    skip_bytes : int
        Ask the server to leave out so much of the beginning; it does where it answers 206.
    timeout_s : (float, float)
        Seconds to connect, and between two pieces of an answer.

    Raises
    ------
    FetchError
        The server cannot be reached, or answers with anything but a file.
    """
    # the size and checksum of a file are those of its bytes as published
    headers = {"Accept-Encoding": "identity"}
    if skip_bytes:
        headers["Range"] = f"bytes={skip_bytes}-"
    with requests.Session() as session:
        try:
            response = _followed(session, address, headers, timeout_s)
        except requests.Timeout as error:
            raise FetchError(
                f"{_shown(address)} did not answer within {timeout_s[0]:g} seconds", may_pass=True
            ) from error
        except requests.RequestException as error:
            raise FetchError(
                f"{_shown(address)} cannot be reached: {_reason(error)}",
                may_pass=isinstance(error, requests.ConnectionError),
            ) from error
        with response:
            if response.status_code not in (200, 206, 416):
                raise FetchError(
                    f"{_shown(address)} answers {response.status_code} {response.reason}",
                    answer=response.status_code,
                    may_pass=response.status_code in (408, 429) or response.status_code >= 500,
                )
            yield response


def pieces(
    response: requests.Response, address: str, largest_bytes: int = LARGEST_BYTES
) -> Iterator[bytes]:
    """Read the body of an answer as it comes.

    Raises
    ------
    FetchError
        The connection breaks or stalls, or there is more than ``largest_bytes``.
    """
    expected = response.headers.get("Content-Length", "")
    too_large = FetchError(
        f"{_shown(address)} is larger than {largest_bytes / 1024**2:,.0f} MB, which is the limit"
    )
    if expected.isdigit() and int(expected) > largest_bytes:
        raise too_large
    received = 0
    try:
        for piece in response.iter_content(PIECE_BYTES):
            received += len(piece)
            if received > largest_bytes:
                raise too_large
            yield piece
    except requests.RequestException as error:
        raise FetchError(
            f"{_shown(address)} stopped sending after {received:,} bytes: {_reason(error)}",
            may_pass=True,
        ) from error


def _followed(
    session: requests.Session,
    address: str,
    headers: Mapping[str, str],
    timeout_s: tuple[float, float],
) -> requests.Response:
    for _ in range(MOST_REDIRECTS + 1):
        response = session.get(
            address, headers=headers, stream=True, timeout=timeout_s, allow_redirects=False
        )
        if not response.is_redirect:
            return response
        response.close()
        there = urljoin(address, response.headers["Location"])
        if urlsplit(there).scheme not in ("https", urlsplit(address).scheme):
            raise FetchError(f"{_shown(address)} redirects to {_shown(there)}, which is not safe")
        address = there
    raise FetchError(f"{_shown(address)} redirects more than {MOST_REDIRECTS} times")


def _shown(address: str) -> str:
    """Leave out user, password and query."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"


def _reason(error: Exception) -> str:
    text = str(error).lower()
    for sign, reason in (
        ("timed out", "nothing came for too long"),
        ("name or service not known", "there is no such host"),
        ("failed to resolve", "there is no such host"),
        ("refused", "the connection was refused"),
        ("incompleteread", "the connection was cut"),
        ("connection broken", "the connection was cut"),
        ("reset", "the connection was cut"),
        ("certificate", "its certificate is not trusted"),
        ("proxy", "the proxy refuses"),
    ):
        if sign in text:
            return reason
    return type(error).__name__
