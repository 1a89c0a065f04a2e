"""What every reply says to the browser, and how errors are told."""

import gzip
import json
import logging
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Response, abort, render_template_string
from sqlalchemy import text

from gis_service.app import create_app
from gis_service.db import make_engine, read_rows
from gis_service.errors import SettingsError
from gis_service.secret_key import secret_key
from gis_service.settings import Settings, read_settings
from gis_service.web import access, database, entity
from gis_service.web.logs import JsonLines
from tests.web import Web


def test_a_page_may_load_nothing_from_elsewhere(web: Web) -> None:
    for reply in (web.browser().get("/login"), web.browser().get("/nothing")):
        policy = reply.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert reply.headers["Referrer-Policy"] == "same-origin"
        assert reply.headers["Permissions-Policy"].startswith("geolocation=(self), camera=(self)")
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Server"] == "gis"
        assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", reply.text)
        assert "style=" not in reply.text


def test_each_reply_has_its_own_nonce(web: Web) -> None:
    nonces = {
        re.search(
            r"'nonce-([^']+)'", web.browser().get("/login").headers["Content-Security-Policy"]
        )[1]  # type: ignore[index]
        for _ in range(3)
    }
    assert len(nonces) == 3


KEPT_PAGE = """{% extends "base.html" %}
{% block scripts %}<script nonce="{{ nonce() }}">1</script>{% endblock %}"""


def test_a_kept_page_is_still_good_though_its_nonce_is_old(web: Web) -> None:
    web.app.add_url_rule(
        "/kept",
        "kept",
        access.signed_in(lambda: entity(render_template_string(KEPT_PAGE), "text/html", max_age=0)),
    )
    browser = web.signed_in_as("planner")
    first = browser.get("/kept")
    tag = first.headers["ETag"]
    again = browser.get("/kept", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Security-Policy" not in again.headers
    assert browser.get("/kept?lang=id").headers["ETag"] != tag
    assert set(first.headers["Vary"].split(", ")) >= {"Cookie", "Authorization", "Accept-Encoding"}


def test_what_never_changes_is_kept_compressed_and_asked_for_once(web: Web) -> None:
    body = b"koperasi " * 500
    web.app.add_url_rule(
        "/api/v1/kept",
        "kept",
        access.signed_in(lambda: entity(body, "text/plain", max_age=60, immutable=True)),
    )
    client = web.signed_in_as("planner").client
    plain = client.get("/api/v1/kept")
    zipped = client.get("/api/v1/kept", headers={"Accept-Encoding": "gzip"})
    assert plain.data == gzip.decompress(zipped.data) == body
    assert zipped.data == client.get("/api/v1/kept", headers={"Accept-Encoding": "gzip"}).data
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    assert plain.headers["Cache-Control"] == "private, max-age=60, immutable"
    assert plain.headers["Vary"] == "Accept-Encoding"
    for tag in (zipped.headers["ETag"], f"W/{zipped.headers['ETag']}", "*"):
        asked = {"Accept-Encoding": "gzip", "If-None-Match": tag}
        assert client.get("/api/v1/kept", headers=asked).status_code == 304


def test_assets_have_addresses_that_change_with_their_content(web: Web) -> None:
    (address,) = re.findall(r'href="(/static/app.css[^"]+)"', web.browser().get("/login").text)
    kept = web.browser().get(address)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert web.browser().get("/static/app.css").headers["Cache-Control"] == "public, no-cache"
    for elsewhere in ("/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/static/"):
        assert web.browser().get(elsewhere).status_code == 404


def fail() -> Response:
    raise RuntimeError("the secret of the house")


def fail_in_sql() -> Response:
    database().execute(text("SELECT :x / 0"), {"x": 4711})
    raise AssertionError


def abort_with(code: int) -> Response:
    abort(code)


@pytest.mark.parametrize("prefix", ["/page", "/api/v1"])
def test_errors_are_told_in_the_form_that_whoever_asks_can_read(web: Web, prefix: str) -> None:
    is_page = prefix == "/page"
    for name, view in (("fail", fail), ("sql", fail_in_sql)):
        web.app.add_url_rule(f"{prefix}/{name}", name, access.public(view))
    web.app.add_url_rule(f"{prefix}/abort/<int:code>", "abort", access.public(abort_with))
    expected = {f"/abort/{code}": code for code in (400, 401, 403, 404, 405, 413, 415, 429, 503)}
    for path, status in (expected | {"/fail": 500, "/sql": 500, "/nothing": 404}).items():
        reply = web.browser().get(prefix + path)
        assert reply.status_code == status, path
        assert "secret of the house" not in reply.text
        assert "4711" not in reply.text
        if is_page:
            assert reply.mimetype == "text/html"
            assert "<h1>" in reply.text
        else:
            assert reply.mimetype == "application/problem+json"
            document = reply.json
            assert document is not None
            assert document.keys() == {"type", "title", "status", "code", "detail"}
            assert document["status"] == status
    wrong = web.browser().client.delete("/login", headers={"Accept": "text/html"})
    assert (wrong.status_code, "POST" in wrong.headers["Allow"]) == (405, True)


def test_too_large_is_said_before_it_is_read(web: Web) -> None:
    web.app.config["MAX_CONTENT_LENGTH"] = 1000
    large = web.browser().client.post(
        "/login", data={"username": "x" * 2000}, headers={"Accept": "text/html"}
    )
    assert large.status_code == 413
    assert "larger than" in large.text


def test_an_error_undoes_what_the_request_wrote(web: Web) -> None:
    def write_and_fail() -> Response:
        database().execute(
            text(
                "INSERT INTO sign_in_attempts (subject, attempts, began_at) VALUES ('x', 1, now())"
            )
        )
        raise RuntimeError

    web.app.add_url_rule("/fail", "fail", access.public(write_and_fail))
    assert web.browser().get("/fail").status_code == 500
    assert web.session.execute(text("SELECT count(*) FROM sign_in_attempts")).scalar() == 0


@pytest.mark.parametrize("path", ["/login", "/account", "/api/v1/x"])
def test_without_the_database_it_is_said_at_once(
    settings: Settings, tmp_path: Path, path: str
) -> None:
    nowhere = replace(settings, app_database_url="postgresql://x@/x?host=/nowhere", home=tmp_path)
    app = create_app(nowhere)
    app.add_url_rule("/api/v1/x", "x", access.signed_in(fail))
    client = app.test_client()
    with client.session_transaction() as kept:
        kept.update(person="0" * 32, epoch=0, began=4e9, seen=4e9)
    began = time.perf_counter()
    reply = client.get(path, headers={"Accept": "text/html"})
    assert time.perf_counter() - began < 1
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
    assert "nowhere" not in reply.text


def test_a_connection_that_is_lost_or_waits_for_a_lock_is_told(
    settings: Settings, tmp_path: Path
) -> None:
    app = create_app(replace(settings, home=tmp_path))
    new_session = app.extensions["gis"].new_session

    def end() -> str:
        session = new_session()
        process = read_rows(database(), "SELECT pg_backend_pid() AS process", {})[0].process
        session.execute(text("RESET ROLE"))
        session.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
        session.close()
        time.sleep(0.2)
        return str(read_rows(database(), "SELECT 1 AS one", {}))

    def wait() -> str:
        session = new_session()
        session.execute(text("RESET ROLE"))
        session.execute(text("LOCK TABLE person IN ACCESS EXCLUSIVE MODE"))
        try:
            return str(read_rows(database(), "SELECT count(*) AS many FROM person", {}))
        finally:
            session.close()

    for view in (end, wait):
        app.add_url_rule(f"/api/v1/{view.__name__}", view.__name__, access.public(view))
    for path in ("/api/v1/end", "/api/v1/wait"):
        reply = app.test_client().get(path)
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5"), reply.text
        assert reply.json is not None
        assert reply.json["code"] == "database-unavailable"
    assert app.test_client().get("/readyz").status_code == 200
    app.extensions["gis_tiles"].reader.close()
    app.extensions["gis"].engine.dispose()


def test_a_cookie_is_not_put_on_what_caches_share(web: Web) -> None:
    version = web.browser().client.get("/api/v1/areas.json").json
    assert version is not None
    assert "Set-Cookie" not in web.browser().client.get("/api/v1/areas.json?lang=id").headers
    assert "Set-Cookie" in web.browser().client.get("/login?lang=id").headers


def test_a_route_that_says_nothing_about_who_may_stops_the_start(web: Web) -> None:
    web.app.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(RuntimeError, match="open"):
        access.refuse_unmarked_views(web.app)
    assert web.signed_in_as("administrator").get("/open").status_code == 403
    with pytest.raises(ValueError, match="not a role"):
        access.roles("king")


def test_logs_name_the_request_and_no_secret(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("gis").addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO, "gis"):
            given = web.browser().get(
                "/login?next=/x&token=gis_secret", headers={"X-Request-ID": "a-1"}
            )
            made = web.browser().get("/login", headers={"X-Request-ID": 'evil"\x7f'})
            web.browser().sign_in("somebody", "a password")
    finally:
        logging.getLogger("gis").removeHandler(caplog.handler)
    assert given.headers["X-Request-ID"] == "a-1"
    assert re.fullmatch("[0-9a-f]{32}", made.headers["X-Request-ID"])
    lines = [JsonLines().format(record) for record in caplog.records]
    assert not any(
        word in line for line in lines for word in ("gis_secret", "a password", "somebody")
    )
    entry = json.loads(lines[0])
    assert entry.keys() >= {"at", "level", "method", "path", "status", "ms", "person"}
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/login", 200)


def test_behind_tls_cookies_are_sent_over_it_only(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, secure_cookies=True, trusted_proxies=1, home=tmp_path))
    reply = app.test_client().get(
        "/login", base_url="https://peta.test", headers={"Accept": "text/html"}
    )
    assert reply.headers["Set-Cookie"].startswith("__Host-session=")
    assert "Secure" in reply.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in reply.headers
    app.extensions["gis"].engine.dispose()


def test_the_key_of_the_sessions_is_made_once_and_kept(settings: Settings, tmp_path: Path) -> None:
    own = replace(settings, home=tmp_path / "home")
    key = secret_key(own)
    assert (len(key) >= 32, secret_key(own)) == (True, key)
    file = own.home / "secret_key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(own.home.iterdir()) == [file]
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="Others may read"):
        secret_key(own)
    file.chmod(0o600)
    file.write_text("short")
    with pytest.raises(SettingsError, match="does not hold a key"):
        secret_key(own)
    assert secret_key(replace(own, secret_key="k" * 32)) == "k" * 32
    assert "kkk" not in repr(replace(own, secret_key="k" * 32))


def test_settings_of_the_web(tmp_path: Path) -> None:
    base = {"GIS_DATABASE_URL": "postgresql://x@/x"}
    key = tmp_path / "key"
    key.write_text("a" * 40 + "\n")
    given = read_settings(base | {"GIS_SECRET_KEY_FILE": str(key), "GIS_SECURE_COOKIES": "1"})
    assert (given.secret_key, given.secure_cookies, given.trusted_proxies) == ("a" * 40, True, 0)
    for wrong in (
        {"GIS_SECRET_KEY": "short"},
        {"GIS_SECRET_KEY_FILE": str(tmp_path / "none")},
        {"GIS_TRUSTED_PROXIES": "-1"},
        {"GIS_SECURE_COOKIES": "yes"},
        {"GIS_MAX_REQUEST_MB": "many"},
    ):
        with pytest.raises(SettingsError, match=next(iter(wrong))):
            read_settings(base | wrong)


def test_the_engine_of_the_web_hides_values(settings: Settings) -> None:
    engine = make_engine(settings.app_database_url, hide_parameters=True, connect_timeout=2)
    with engine.connect() as connection, pytest.raises(Exception, match="division") as told:
        connection.execute(text("SELECT CAST(:x AS int) / 0"), {"x": 4711})
    assert "4711" not in str(told.value)
    engine.dispose()
