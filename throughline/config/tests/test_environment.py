"""What the environment may say, and that production refuses each setting that belongs to a demonstration."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from throughline.config import environment
from throughline.config.environment import LONDON, parse_database, read, smtp_options

GOOD = {
    "THROUGHLINE_MODE": "production",
    "ALLOWED_HOSTS": "site.example.org",
    "MAIL_URL": "smtp://mail.example.org:587?tls=true",
    "MAIL_FROM": "Safeguarding <no-reply@example.org>",
}


@pytest.fixture
def good(tmp_path: Path) -> dict[str, str]:
    return {**GOOD, "DATA_DIR": str(tmp_path / "data")}


def test_whole_production_settings_are_taken(good, tmp_path) -> None:
    found = read(good, tmp_path)
    assert (found.mode, found.allowed_hosts, found.as_at, found.bench) == (
        "production", ["site.example.org"], None, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"AS_AT": "2024-02-05"}, "AS_AT moves the business day"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is *"),
        ({"ALLOWED_HOSTS": "site.example.org,localhost"}, "ALLOWED_HOSTS names this machine"),
        ({"ALLOWED_HOSTS": ".localhost"}, "ALLOWED_HOSTS names this machine"),
        ({"ALLOWED_HOSTS": "medway.localhost"}, "ALLOWED_HOSTS names this machine"),
        ({"ALLOWED_HOSTS": "[::1]"}, "ALLOWED_HOSTS names this machine"),
        ({"MAIL_URL": ""}, "MAIL_URL is missing"),
        ({"MAIL_FROM": ""}, "MAIL_FROM is missing"),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY is shorter than 50 characters"),
        ({"OPENID_SERVER_URL": "http://id.example.org"}, "OPENID_SERVER_URL is not an https address"),
        ({"DATA_DIR": ""}, "DATA_DIR is missing"),
    ],
)
def test_production_refuses(good, tmp_path, change: dict[str, str], says: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read({**good, **change}, tmp_path)
    assert says in str(refused.value)
    assert str(refused.value).count("\n  - ") == 1  # this and nothing else


def test_production_refuses_a_folder_that_holds_a_demonstration(good, tmp_path) -> None:
    folder = Path(good["DATA_DIR"])
    folder.mkdir()
    (folder / environment.DEMONSTRATION_MARK).touch()
    with pytest.raises(ImproperlyConfigured, match="holds demonstration data"):
        read(good, tmp_path)


def test_the_number_of_web_processes(good, tmp_path) -> None:
    assert read({**good, "WEB_PROCESSES": "2"}, tmp_path).web_processes == 2
    assert read(good, tmp_path).web_processes == 1
    for wrong in ("0", "two", "65"):
        with pytest.raises(ImproperlyConfigured, match="give a number from 1 to 64"):
            read({**good, "WEB_PROCESSES": wrong}, tmp_path)


def test_production_never_measures(good, tmp_path) -> None:
    assert read({**good, "THROUGHLINE_BENCH": "yes"}, tmp_path).bench is False


def test_everything_wrong_is_said_at_once(tmp_path) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read({"THROUGHLINE_MODE": "production"}, tmp_path)
    assert str(refused.value).count("\n  - ") == 4


def test_a_port_that_is_none_is_refused(tmp_path) -> None:
    with pytest.raises(ImproperlyConfigured, match="THROUGHLINE_PORT is 'abc'; give a number"):
        read({"DATA_DIR": str(tmp_path), "THROUGHLINE_PORT": "abc"}, tmp_path)


def test_a_mode_that_is_none_is_refused(tmp_path) -> None:
    with pytest.raises(ImproperlyConfigured, match="'prod'; it is one of local, demonstration, production"):
        read({"THROUGHLINE_MODE": "prod"}, tmp_path)


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path) -> None:
    first, second = (read({"DATA_DIR": str(tmp_path / "d")}, tmp_path) for _ in range(2))
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) > 60
    assert (tmp_path / "d" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_demonstration_stands_at_its_day_unless_told_otherwise(tmp_path) -> None:
    base = {"DATA_DIR": str(tmp_path), "THROUGHLINE_MODE": "demonstration"}
    assert read(base, tmp_path).as_at == date(2024, 2, 5)
    moved = read({**base, "AS_AT": "2024-03-01T09:30"}, tmp_path)
    assert moved.as_at == datetime(2024, 3, 1, 9, 30, tzinfo=LONDON)
    with pytest.raises(ImproperlyConfigured, match="AS_AT is 'soon'"):
        read({**base, "AS_AT": "soon"}, tmp_path)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtp://u%40x:p%3Aw@mail.example.org?tls=true", ("mail.example.org", 587, "u@x", "p:w", True, False)),
        ("smtp://u:p@mail.example.org:2465?ssl=true&tls=false", ("mail.example.org", 2465, "u", "p", False, True)),
        ("smtp://mail.example.org?ssl=true", ("mail.example.org", 465, "", "", False, True)),
    ],
)
def test_a_mail_address_is_read(url: str, wanted: tuple) -> None:
    found = smtp_options(url)
    assert tuple(found[k] for k in ("host", "port", "username", "password", "use_tls", "use_ssl")) == wanted


@pytest.mark.parametrize(
    "url",
    ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://h:port", "smtp://h?tsl=true", "smtp://h?tls=yes",
     "smtp://h?tls=true&ssl=true"],
)  # fmt: skip
def test_a_mail_address_that_cannot_stand_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL"):
        smtp_options(url)


def test_only_production_has_a_route_out(good, tmp_path) -> None:
    assert environment.mailers(read(good, tmp_path))["default"]["OPTIONS"]["host"] == "mail.example.org"
    local = environment.mailers(read({"DATA_DIR": str(tmp_path), "MAIL_URL": good["MAIL_URL"]}, tmp_path))
    assert local == {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def test_a_data_folder_that_cannot_be_made_or_written_is_said_plainly(tmp_path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match=r"^DATA_DIR .*/file cannot be made: File exists\.$"):
        read({"DATA_DIR": str(tmp_path / "file")}, tmp_path)
    with pytest.raises(ImproperlyConfigured, match=r"^DATA_DIR .*/file/below cannot be made: Not a directory\.$"):
        read({"DATA_DIR": str(tmp_path / "file" / "below")}, tmp_path)
    (tmp_path / "data" / "secret-key").mkdir(parents=True)
    with pytest.raises(ImproperlyConfigured, match=r"cannot be read or made: Is a directory\.$"):
        read({"DATA_DIR": str(tmp_path / "data")}, tmp_path)


def test_the_key_is_made_once_whole_and_for_its_owner_alone(tmp_path) -> None:
    first = environment.secret_key_in(tmp_path)
    assert environment.secret_key_in(tmp_path) == first
    assert len(first) >= environment.SHORTEST_KEY
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("", ""),
        ("security@example.org", "mailto:security@example.org"),
        ("mailto:security@example.org", "mailto:security@example.org"),
        ("https://example.org/tell-us", "https://example.org/tell-us"),
    ],
)
def test_the_security_contact_is_an_address_with_its_scheme(tmp_path, given: str, taken: str) -> None:
    assert read({"DATA_DIR": str(tmp_path), "SECURITY_CONTACT": given}, tmp_path).security_contact == taken


@pytest.mark.parametrize("given", ["ring the desk", "http://example.org/", "a@example.org b@example.org"])
def test_another_security_contact_is_refused(tmp_path, given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT is"):
        read({"DATA_DIR": str(tmp_path), "SECURITY_CONTACT": given}, tmp_path)


def test_postgresql_prepares_what_it_is_asked_again_and_keeps_the_options_of_its_url() -> None:
    found = parse_database("postgresql://site@db/throughline?sslmode=require")
    assert found["OPTIONS"] == {"server_side_binding": True, "prepare_threshold": 5, "sslmode": "require"}
    assert "server_side_binding" not in parse_database("sqlite:////data/site.sqlite3").get("OPTIONS", {})
