"""Signing in: who may, how often one may try, and when a session ends."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.accounts import passwords, queries, service
from gis_service.accounts.demonstration import DEMONSTRATION_PASSWORD
from gis_service.accounts.responsibility import answers_for, area_patterns
from gis_service.accounts.sign_in import ATTEMPTS_OF_A_NAME, ATTEMPTS_OF_AN_ADDRESS, WINDOW
from gis_service.demonstration.queries import mark
from gis_service.settings import Settings
from gis_service.signed_in import SignedIn
from gis_service.web import database, person
from tests.factories import Factory
from tests.web import PASSWORD, Web


def test_a_page_asks_to_sign_in_and_comes_back_to_where_one_was(web: Web) -> None:
    browser = web.browser()
    asked = browser.get("/account?lang=en&x=1")
    assert asked.status_code == 303
    assert asked.location == "/login?next=/account%3Flang%3Den%26x%3D1"
    done = browser.sign_in(web.person("planner"), next="/account?x=1")
    assert (done.status_code, done.location) == (303, "/account?x=1")
    assert "Planner" in browser.get("/account").text
    assert browser.get("/login").status_code == 303


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.test", "//evil.test", "/\\evil.test", "\\\\evil.test", "/ok\nSet-Cookie:x", "x",
     "/\t/evil.test", "/login?next=/login", "javascript:alert(1)"],
)  # fmt: skip
def test_next_leads_to_our_own_pages_only(web: Web, elsewhere: str) -> None:
    done = web.browser().sign_in(web.person("planner"), next=elsewhere)
    assert done.status_code == 303
    assert done.location == "/"


def test_what_was_typed_stays_and_nobody_learns_which_was_wrong(web: Web) -> None:
    web.person("planner")
    answers = []
    for name in ("Planner0", "nobody"):
        wrong = web.browser().sign_in(name, "not the password", keep="yes")
        assert wrong.status_code == 401
        assert f'value="{name}"' in wrong.text
        assert "checked" in wrong.text
        assert "not the password" not in wrong.text
        answers.append(re.search(r'role="alert"[^>]*>([^<]+)', wrong.text)[1])  # type: ignore[index]
    assert answers[0] == answers[1]


def test_a_name_is_typed_in_any_case(web: Web) -> None:
    web.person("planner")
    assert web.browser().sign_in("  PLANNER0 ").status_code == 303


def test_few_attempts_for_a_name_whoever_tries(web: Web) -> None:
    name = web.person("planner")
    for _ in range(ATTEMPTS_OF_A_NAME):
        assert web.browser().sign_in(name, "wrong").status_code == 401
    web.clock.forward(timedelta(minutes=1))
    refused = web.browser().sign_in(name)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= WINDOW.total_seconds() - 60
    assert f'value="{name}"' in refused.text
    assert web.browser().sign_in(web.person("reviewer")).status_code == 303
    web.clock.forward(WINDOW)
    assert web.browser().sign_in(name).status_code == 303


def test_a_sign_in_forgets_the_attempts_of_the_name(web: Web, session: Session) -> None:
    name = web.person("planner")
    for _ in range(3):
        for _ in range(ATTEMPTS_OF_A_NAME - 1):
            assert web.browser().sign_in(name, "wrong").status_code == 401
        assert web.browser().sign_in(name).status_code == 303
    counted = session.execute(text("SELECT subject, attempts FROM sign_in_attempts")).all()
    assert [(row.subject[:8], row.attempts) for row in counted] == [("address:", 12)]
    assert name not in counted[0].subject


def test_few_attempts_from_an_address(web: Web) -> None:
    for number in range(ATTEMPTS_OF_AN_ADDRESS):
        assert web.browser().sign_in(f"guess{number}", "wrong").status_code == 401
    assert web.browser().sign_in(web.person("planner")).status_code == 429


def test_an_address_that_is_refused_locks_nobody_out(web: Web, session: Session) -> None:
    name = web.person("planner")
    for number in range(ATTEMPTS_OF_AN_ADDRESS):
        web.browser().sign_in(f"nobody{number}", "x")
    for _ in range(ATTEMPTS_OF_A_NAME + 1):
        assert web.browser().sign_in(name, "x").status_code == 429
    counted = "SELECT attempts FROM sign_in_attempts ORDER BY 1"
    assert max(session.scalars(text(counted))) == ATTEMPTS_OF_AN_ADDRESS + ATTEMPTS_OF_A_NAME + 1
    rows = session.scalar(text("SELECT count(*) FROM sign_in_attempts"))
    assert rows == ATTEMPTS_OF_AN_ADDRESS + 1
    web.clock.forward(WINDOW + timedelta(minutes=1))
    assert web.browser().sign_in(name).status_code == 303


def test_what_no_text_holds_is_refused(web: Web) -> None:
    assert web.browser().sign_in("a\0b", "x").status_code == 400
    browser = web.signed_in_as("planner")
    assert browser.post("/account/tokens", name="a\0b", days="7").status_code == 400
    assert browser.get("/account?next=%00").status_code == 400
    assert browser.get("/static/%00").status_code == 404


def test_attempts_are_counted_where_every_worker_sees_them(web: Web, session: Session) -> None:
    web.browser().sign_in("nobody", "wrong")
    assert session.execute(text("SELECT count(*) FROM sign_in_attempts")).scalar() == 2


def test_the_cookie_is_signed_hidden_and_says_little(web: Web) -> None:
    browser = web.browser()
    before = browser.secret()
    cookie = browser.sign_in(web.person("planner")).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie
    assert browser.secret() != before
    with browser.client.session_transaction() as kept:
        assert kept.keys() == {"_permanent", "person", "epoch", "began", "seen", "csrf"}
    browser.client.set_cookie("session", cookie.split("=", 1)[1].split(";")[0][:-2] + "xx")
    assert browser.get("/account").status_code == 303


def test_a_session_ends_when_nobody_uses_it(web: Web) -> None:
    browser = web.signed_in_as("planner")
    for _ in range(4):
        web.clock.forward(timedelta(hours=11))
        assert browser.get("/account").status_code == 200
    web.clock.forward(timedelta(hours=13))
    assert browser.get("/account").status_code == 303


def test_a_session_ends_at_last_also_when_it_is_used(web: Web) -> None:
    browser = web.browser()
    browser.sign_in(web.person("officer"))
    for _ in range(30 * 24 // 11):
        web.clock.forward(timedelta(hours=11))
        assert browser.get("/account").status_code == 200
    web.clock.forward(timedelta(hours=11))
    assert browser.get("/account").status_code == 303


def test_keep_me_signed_in_lasts_30_days(web: Web) -> None:
    browser = web.browser()
    cookie = browser.sign_in(web.person("officer"), keep="yes").headers["Set-Cookie"]
    assert "Expires" in cookie
    for _ in range(2):
        web.clock.forward(timedelta(days=14))
        assert browser.get("/account").status_code == 200
    web.clock.forward(timedelta(days=3))
    assert browser.get("/account").status_code == 303


def test_signing_out(web: Web) -> None:
    browser = web.signed_in_as("planner")
    assert browser.client.get("/logout").status_code == 405
    assert browser.post("/logout").status_code == 303
    assert browser.get("/account").status_code == 303


def test_signing_out_everywhere(web: Web) -> None:
    here, elsewhere = web.signed_in_as("planner"), web.signed_in_as("planner")
    assert here.post("/account/sessions/end").status_code == 303
    assert elsewhere.get("/account").status_code == 303


@pytest.mark.parametrize("path", ["/logout", "/account/password", "/account/tokens"])
def test_a_form_of_another_site_is_refused(web: Web, path: str) -> None:
    browser = web.signed_in_as("planner")
    for given in ("", "guessed", "é"):
        assert browser.post(path, csrf_token=given).status_code == 400
    assert browser.get("/account").status_code == 200
    crossed = browser.client.post(
        path, data={"csrf_token": browser.secret()}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert crossed.status_code == 400


def test_a_login_page_that_was_open_too_long_keeps_the_name(web: Web) -> None:
    old = web.browser().sign_in(web.person("planner"), csrf_token="of yesterday")
    assert old.status_code == 400
    assert 'value="planner0"' in old.text


def test_another_first_answer_does_not_spoil_the_login_page(web: Web) -> None:
    browser = web.browser()
    form = {
        "username": web.person("planner"),
        "password": PASSWORD,
        "csrf_token": browser.secret(),
    }
    browser.client.delete_cookie("session")
    browser.get("/api/v1/session")
    assert browser.client.post("/login", data=form).status_code == 400
    for sender in ("cross-site", "same-site", "none"):
        crossed = browser.client.post("/login", data=form, headers={"Sec-Fetch-Site": sender})
        assert crossed.status_code == 400
    ours = browser.client.post("/login", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert ours.status_code == 303
    # who is signed in needs the secret, whatever the browser says
    signed_out = browser.client.post("/logout", headers={"Sec-Fetch-Site": "same-origin"})
    assert signed_out.status_code == 400


def test_disabled_means_out(web: Web, session: Session) -> None:
    browser = web.signed_in_as("planner")
    service.disable_person(session, "planner0", by="test", now=web.clock.now)
    session.flush()
    assert browser.get("/account").status_code == 303
    assert web.browser().sign_in("planner0").status_code == 401


def test_a_new_password_ends_other_sessions(web: Web) -> None:
    here, elsewhere = web.signed_in_as("planner"), web.signed_in_as("planner")
    new = "rahasia yang baru"
    wrong = here.post("/account/password", password="x", new_password=new, new_password_again=new)
    assert wrong.status_code == 400
    differ = here.post(
        "/account/password", password=PASSWORD, new_password=new, new_password_again="other"
    )
    assert differ.status_code == 400
    weak = here.post(
        "/account/password", password=PASSWORD, new_password="short", new_password_again="short"
    )
    assert (weak.status_code, "10 characters" in weak.text) == (400, True)
    assert elsewhere.get("/account").status_code == 200
    done = here.post(
        "/account/password", password=PASSWORD, new_password=new, new_password_again=new
    )
    assert done.status_code == 200
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert web.browser().sign_in("planner0").status_code == 401
    assert web.browser().sign_in("planner0", new).status_code == 303


def test_a_hash_of_older_parameters_is_made_anew(web: Web, session: Session) -> None:
    name = web.person("planner")
    found = queries.person_named(session, name)
    assert found is not None
    old = passwords.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    found.password_hash = old
    session.flush()
    assert web.browser().sign_in(name).status_code == 303
    session.refresh(found)
    assert found.password_hash is not None
    assert not passwords.is_outdated(found.password_hash)


def test_nobody_takes_as_long_as_somebody() -> None:
    assert not passwords.is_outdated(passwords.NOBODYS_HASH)
    assert not passwords.verify(None, "x")


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "planner0-2026", "x" * 201])
def test_weak_passwords(password: str) -> None:
    with pytest.raises(passwords.WeakPasswordError):
        passwords.refuse_weak(password, "planner0")
    passwords.refuse_weak(passwords.make_password(), "planner0")


def test_an_officer_sees_only_the_villages_of_his_areas(web: Web, factory: Factory) -> None:
    villages = [
        factory.village(code) for code in ("52.01.01.2001", "52.01.02.2001", "52.02.01.2001")
    ]
    seen = {}
    for role, *areas in (
        ("officer",),
        ("officer", "52.01"),
        ("officer", "52.01.02", "52.02.01.2001"),
        ("planner",),
    ):
        browser = web.signed_in_as(role, *areas)
        with browser.client as client:
            client.get("/account")
            who = person()
            assert who is not None
            rows = database().scalars(
                text("SELECT code FROM village WHERE code LIKE ANY(:areas) ORDER BY code"),
                {"areas": area_patterns(who)},
            )
            seen[role, *areas] = list(rows)
            assert [code for code in villages if answers_for(who, code)] == seen[role, *areas]
    assert list(seen.values()) == [[], villages[:2], villages[1:], villages]


def test_somebody_without_a_role_may_nothing() -> None:
    nobody = SignedIn(uuid4(), "x", "X", frozenset(), ("52",))
    assert area_patterns(nobody) == []


def test_the_login_page_shows_the_demonstration_while_there_is_one(
    web: Web, session: Session
) -> None:
    assert DEMONSTRATION_PASSWORD not in web.browser().get("/login").text
    mark(session, 1, [], web.clock.now)
    for username, password in (("pimpinan", DEMONSTRATION_PASSWORD), ("tanpa-sandi", None)):
        made = service.add_person(
            session, username, "Contoh", DEMONSTRATION_PASSWORD, roles=["leadership"],
            by="test", now=web.clock.now, is_demonstration=True,
        )  # fmt: skip
        if password is None:
            made.password_hash = None
    session.flush()
    shown = web.browser().get("/login").text
    assert 'data-username="pimpinan"' in shown
    assert "tanpa-sandi" not in shown
    assert "Sample data" in shown
    assert web.browser().sign_in("pimpinan", DEMONSTRATION_PASSWORD).status_code == 303
    service.disable_person(session, "pimpinan", by="test", now=web.clock.now)
    session.flush()
    assert "pimpinan" not in web.browser().get("/login").text
    assert web.browser().sign_in("pimpinan", DEMONSTRATION_PASSWORD).status_code == 401


def test_the_language_is_one_click_away_and_remembered(web: Web, settings: Settings) -> None:
    browser = web.browser()
    assert '<html lang="en">' in browser.get("/login").text
    assert '<html lang="id">' in browser.get("/login?lang=id").text
    assert '<html lang="id">' in browser.get("/login").text
    assert '<html lang="id">' in browser.get("/login?lang=xx").text
    assert 'href="/login?next=%2Faccount&amp;lang=en"' in browser.get("/login?next=/account").text


def test_the_acts_are_in_the_audit_trail(web: Web, session: Session) -> None:
    browser = web.signed_in_as("planner")
    browser.token()
    rows = session.execute(text("SELECT action, actor, detail::text FROM audit_entry ORDER BY id"))
    entries = rows.all()
    assert [row.action for row in entries] == ["account.add", "account.sign-in", "token.create"]
    assert not any(PASSWORD in row.detail or "gis_" in row.detail for row in entries)
