"""Personal access tokens: shown once, kept as a digest, for tools."""

import re
from datetime import timedelta

from flask import Response
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from gis_service.accounts import service
from gis_service.web import access, person
from tests.web import Web


def whoami() -> Response:
    somebody = person()
    assert somebody is not None
    return Response(somebody.username)


def add_whoami(web: Web) -> None:
    web.app.add_url_rule(
        "/api/v1/whoami", "whoami", access.signed_in(whoami), methods=["GET", "PUT"]
    )


def ask(web: Web, token: str, method: str = "GET", path: str = "/api/v1/whoami") -> TestResponse:
    return web.app.test_client().open(
        path, method=method, headers={"Authorization": f"Bearer {token}"}
    )


def test_a_tool_acts_for_the_person(web: Web, session: Session) -> None:
    add_whoami(web)
    token = web.signed_in_as("planner").token()
    assert ask(web, token).text == "planner0"
    assert ask(web, token, "PUT").status_code == 200
    row = session.execute(text("SELECT *, octet_length(digest) AS size FROM access_token")).one()
    assert (row.size, row.last_used_at) == (32, web.clock.now)
    assert token.encode() not in bytes(row.digest)


def test_the_page_shows_it_once(web: Web) -> None:
    browser = web.signed_in_as("planner")
    token = browser.token()
    page = browser.get("/account").text
    assert token not in page
    assert ">test</th>" in page


def test_a_browser_needs_the_secret_where_a_tool_does_not(web: Web) -> None:
    add_whoami(web)
    browser = web.signed_in_as("planner")
    assert browser.client.put("/api/v1/whoami").status_code == 400
    secret = browser.secret()
    done = browser.client.put("/api/v1/whoami", headers={"X-CSRFToken": secret})
    assert done.status_code == 200


def test_what_does_not_work(web: Web) -> None:
    add_whoami(web)
    browser = web.signed_in_as("planner")
    token = browser.token()
    for given in ("", "gis_", "gis_x", token[:-1], token.upper()):
        refused = ask(web, given)
        assert (refused.status_code, refused.mimetype) == (401, "application/problem+json")
        assert refused.headers["WWW-Authenticate"] == "Bearer"
    # a token that does not work is nobody's, also where a browser is signed in
    crossed = browser.client.get("/api/v1/whoami", headers={"Authorization": "Bearer gis_x"})
    assert crossed.status_code == 401
    basic = browser.client.get("/api/v1/whoami", headers={"Authorization": "Basic eDp5"})
    assert basic.status_code == 401


def test_a_token_ends(web: Web, session: Session) -> None:
    add_whoami(web)
    browser = web.signed_in_as("planner")
    first, second = browser.token(), browser.token()
    (path, *_) = re.findall(
        r'action="(/account/tokens/[^"]+/revoke)"', browser.get("/account").text
    )
    assert browser.post(path).status_code == 303
    assert sorted(ask(web, token).status_code for token in (first, second)) == [200, 401]
    assert web.signed_in_as("reviewer").post(path).status_code == 404
    web.clock.forward(timedelta(days=7))
    assert {ask(web, token).status_code for token in (first, second)} == {401}


def test_disabling_and_resetting_end_tokens(web: Web, session: Session) -> None:
    add_whoami(web)
    for act in ("disable", "reset"):
        name = web.person(act and "planner" if act == "disable" else "reviewer")
        browser = web.browser()
        browser.sign_in(name)
        token = browser.token()
        assert ask(web, token).status_code == 200
        if act == "disable":
            service.disable_person(session, name, by="test", now=web.clock.now)
        else:
            service.reset_password(session, name, "sandi yang baru", by="test", now=web.clock.now)
        session.flush()
        assert ask(web, token).status_code == 401


def test_a_token_cannot_make_tokens_or_change_the_account(web: Web) -> None:
    token = web.signed_in_as("administrator").token()
    assert ask(web, token, path="/account").status_code == 403
    for path in ("/account/tokens", "/account/password", "/account/sessions/end", "/logout"):
        assert ask(web, token, "POST", path).status_code == 403


def test_a_token_needs_a_name_and_lasts_a_given_time(web: Web) -> None:
    browser = web.signed_in_as("planner")
    assert browser.post("/account/tokens", name=" ", days="7").status_code == 400
    assert browser.post("/account/tokens", name="x" * 81, days="7").status_code == 400
    assert browser.post("/account/tokens", name="x", days="100000").status_code == 400
    assert browser.post("/account/tokens", name="x", days="x").status_code == 400
