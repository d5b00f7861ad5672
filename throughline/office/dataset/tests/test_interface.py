"""Keys and the interface for agencies' programs: what a key may, what is refused, what the document says."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given as when
from hypothesis import strategies as st

from throughline.foundation.access.models import User
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.clock import real_now
from throughline.foundation.names import key_of
from throughline.office.dataset import interface
from throughline.office.dataset.api_document import DOCUMENT
from throughline.office.dataset.grid import Line
from throughline.office.dataset.models import ApiKey, Return
from throughline.office.dataset.operations.keys import issue_key, note_use, revoke_key
from throughline.office.dataset.operations.rounds import Asked, ask_for
from throughline.office.dataset.rules.returned import Given, Standing
from throughline.office.dataset.tests.conftest import AT
from throughline.office.dataset.urls.interface import urlpatterns


@pytest.fixture(autouse=True)
def stands_at(settings: Any) -> None:
    """5 February 2024."""
    settings.AS_AT = AT


@pytest.fixture
def issued(unit: Any) -> Any:
    """issued(agency) → the key and its secret."""

    def make(agency: Any, **more: Any) -> tuple[ApiKey, str]:
        now = real_now()
        given = {"name": "Reporting", "use": "return", "ends_on": now.date() + timedelta(days=365)} | more
        return issue_key(agency_id=agency.pk, by=unit, at=now, **given)

    return make


@pytest.fixture
def program(issued: Any, police: Any, opened: Any) -> Client:
    """Kent Police's, which holds its key."""
    return _with(issued(police)[1])


def _with(secret: str, host: str = "medway.localhost") -> Client:
    return Client(headers={"host": host, "authorization": f"Bearer {secret}"})


@pytest.fixture
def row(opened: Any, police: Any) -> Return:
    return Return.objects.get(agency=police)


def put(program: Client, row: Return, body: Any) -> Any:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return program.put(f"/api/v1/returns/{row.pk}/values", content, content_type="application/json")


def number(value: Any, **more: Any) -> dict[str, Any]:
    return {"line": "POL-04", "standing": "number", "number": value} | more


def test_a_key_is_kept_as_a_hash_and_shown_once(issued: Any, police: Any) -> None:
    key, secret = issued(police)
    kept = json.dumps({name: str(value) for name, value in vars(ApiKey.objects.get()).items()})
    assert secret.startswith("tlk_")
    assert secret not in kept
    assert secret[4:] not in kept
    account = User.objects.get(pk=key.account_id)
    assert (account.is_system, account.has_usable_password()) == (True, False)


def test_what_a_key_needs(issued: Any, police: Any, actor: Any) -> None:
    for more, says in [
        ({"name": " "}, "which program"), ({"ends_on": date(2020, 1, 1)}, "a day to come"),
    ]:  # fmt: skip
        with pytest.raises(Refused, match=says):
            issued(police, **more)
    key, _ = issued(police)
    with pytest.raises(NotPermitted):
        revoke_key(key_id=key.pk, by=actor("practitioner"), at=real_now())


def test_without_a_key_that_holds_here_there_is_nothing(
    issued: Any, police: Any, opened: Any, unit: Any, other_partnership: Any
) -> None:
    key, secret = issued(police)
    assert _with(secret).get("/api/v1/returns").status_code == 200
    assert _with(secret, "kent.localhost").get("/api/v1/returns").status_code == 401
    for wrong in ("", "nonsense", secret[:-1], "x" * 10_000):
        answer = _with(wrong).get("/api/v1/returns")
        assert (answer.status_code, answer["WWW-Authenticate"].split(",")[0]) == (401, "Bearer")
    revoke_key(key_id=key.pk, by=unit, at=real_now())
    assert _with(secret).get("/api/v1/returns").status_code == 401
    with pytest.raises(Refused, match="revoked already"):
        revoke_key(key_id=key.pk, by=unit, at=real_now())
    ended, old = issued(police)
    ApiKey.objects.filter(pk=ended.pk).update(ends_on=date(2020, 1, 1))
    assert _with(old).get("/api/v1/returns").status_code == 401
    _, reads = issued(police, use="read")
    assert _with(reads).get("/api/v1/returns").status_code == 401


def test_a_key_gives_its_own_agencys_values_alone(program: Client, row: Return, council: Any) -> None:
    assert [each["id"] for each in program.get("/api/v1/returns").json()["returns"]] == [row.pk]
    others = Return.objects.get(agency=council)
    for answer in (
        program.get(f"/api/v1/returns/{others.pk}"), put(program, others, {"values": []}),
        program.post(f"/api/v1/returns/{others.pk}/submit"),
    ):  # fmt: skip
        never = program.get("/api/v1/returns/987654")
        assert (answer.status_code, answer.content) == (404, never.content)
    answer = put(program, row, {"values": [number(12, note="Provisional.")], "revision": 0})
    assert answer.status_code == 200
    line = answer.json()["lines"][0]
    assert (line["standing"], line["number"], line["note"]) == ("number", 12, "Provisional.")
    assert str(row.lines.get().said_by) == "Reporting"
    assert program.post(f"/api/v1/returns/{row.pk}/submit").json()["state"] == "submitted"
    answer = put(program, row, {"values": [number(13)]})
    assert (answer.status_code, answer.json()["message"]) == (
        409, "This return is not being filled any more. Nothing was saved.",
    )  # fmt: skip


def test_what_breaks_a_rule_is_explained_by_the_program(
    issued: Any, opened: Any, council: Any, plans: Any, unit: Any
) -> None:
    """RT-02: then it is sent, and the explanation stays."""
    row, program = Return.objects.get(agency=council), _with(issued(council)[1])
    ask_for(return_id=row.pk, asked=[Asked(plans.pk), Asked(plans.pk, "sex")], by=unit, at=AT)
    said = {"CSC-17": 10, "CSC-17 sex Female": 4, "CSC-17 sex Male": 5, "CSC-17 sex Not recorded or neither": 0}
    values = [{"line": line, "standing": "number", "number": count} for line, count in said.items()]
    (broken,) = put(program, row, {"values": values}).json()["broken"]
    assert (broken["code"], broken["explained"]) == ("DV-01", False)
    assert program.post(f"/api/v1/returns/{row.pk}/submit").status_code == 409
    at = f"/api/v1/returns/{row.pk}/explanations"
    for wrong, status in [
        ("[]", 400), ({"explanations": [{"mark": "x"}]}, 400), ({"explanations": [{"mark": "x", "text": ""}]}, 400),
        ({"explanations": [{"mark": "x", "text": "y"}]}, 409), ({"explanations": [], "more": 1}, 400),
        ({"explanations": ["x"]}, 400),
    ]:  # fmt: skip
        content = wrong if isinstance(wrong, str) else json.dumps(wrong)
        assert program.put(at, content, content_type="application/json").status_code == status
    right = json.dumps({"explanations": [{"mark": broken["mark"], "text": "One child is counted twice."}]})
    answer = program.put(at, right, content_type="application/json").json()
    assert [each["explained"] for each in answer["broken"]] == [True]
    assert program.post(f"/api/v1/returns/{row.pk}/submit").json()["state"] == "submitted"
    assert [each.text for each in row.explanations.all()] == ["One child is counted twice."]


def test_somebody_saved_in_between(program: Client, row: Return) -> None:
    assert put(program, row, {"values": [number(12)], "revision": 0}).status_code == 200
    assert put(program, row, {"values": [number(13)], "revision": 0}).status_code == 409
    assert put(program, row, {"values": [number(13)]}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"\xff\xfe", 400), ("[" * 100_000, 400), ('{"values": NaN}', 400), ([], 400),
        ({"values": {}}, 400), ({"values": [], "more": 1}, 400), ({"values": [], "revision": -1}, 400),
        ({"values": [], "revision": True}, 400), ({"values": [None] * 5001}, 400), (b" " * 3_000_000, 413),
    ],
    ids=lambda each: str(each)[:20],  # three megabytes are no name
)  # fmt: skip
def test_a_body_that_is_not_of_the_form(program: Client, row: Return, body: Any, status: int) -> None:
    answer = put(program, row, body)
    assert (answer.status_code, set(answer.json())) == (status, {"message", "problems"})


@pytest.mark.parametrize(
    ("value", "at", "says"),
    [
        (None, "values/0", "must be an object"),
        (number(1, unit="x"), "values/0", "not known here: unit"),
        ({"line": 4, "standing": "number", "number": 4}, "values/0/line", "must be a text"),
        (number(1, line="CSC-17"), "values/0/line", "is not asked for"),
        (number(1, standing="zero"), "values/0/standing", "must be one of"),
        (number(1, standing=["number"]), "values/0/standing", "must be one of"),
        (number("12"), "values/0/number", "must be a number or null"),
        (number(True), "values/0/number", "must be a number or null"),
        (number(None), "values/0/number", "must be there"),
        (number(0, standing="not_held"), "values/0/number", "must be left out"),
        (number(-1), "values/0/number", "must be 0 or more"),
        (number(1.5), "values/0/number", "must be a whole number"),
        (number(1, note="x" * 501), "values/0/note", "500 characters"),
        (number(1, note="a\0b"), "values/0/note", "must be a text"),
    ],
)
def test_a_value_that_cannot_be_taken_names_its_place(
    program: Client, row: Return, value: Any, at: str, says: str
) -> None:
    answer = put(program, row, {"values": [value]})
    assert answer.status_code == 422
    problem = answer.json()["problems"][0]
    assert (problem["at"], says in problem["says"]) == (at, True)
    assert row.lines.get().standing == "missing"


def test_all_values_or_none(program: Client, row: Return) -> None:
    answer = put(program, row, {"values": [number(1), number(2)]})
    assert answer.json()["problems"] == [{"at": "values/1/line", "says": "is given a second time"}]
    assert row.lines.get().standing == "missing"
    answer = put(program, row, '{"values": [{"line": "POL-04", "standing": "number", "number": 1e400}]}')
    assert answer.status_code == 422


LINES = {key_of("A"): Line(1, "A", "A", "children")}


@when(st.sampled_from(list(Standing)), st.one_of(st.none(), st.integers(-5, 10**15), st.decimals(allow_nan=False)))
def test_whatever_number_comes_it_is_taken_or_refused_in_words(standing: Standing, found: Any) -> None:
    value = {"line": "A", "standing": standing.value, "number": found}
    said, problems = interface.answers([value], LINES)
    assert bool(said) != bool(problems)
    if said:
        assert said[1].given == Given(standing, None if found is None else Decimal(found))


def test_when_a_key_was_used_is_written_by_the_worker(program: Client, row: Return) -> None:
    from django_tasks_db.models import DBTaskResult

    program.get("/api/v1/returns")
    assert DBTaskResult.objects.filter(task_path__contains="key_used").count() == 1
    key = ApiKey.objects.get()
    note_use(key_id=key.pk, by=_system(), at=real_now())
    program.get("/api/v1/returns")
    assert DBTaskResult.objects.filter(task_path__contains="key_used").count() == 1


def _system() -> Any:
    from throughline.foundation.access.actors import system_actor

    return system_actor("worker")


def test_the_document_names_every_address_and_method(client: Any, partnership: Any) -> None:
    addresses = {
        re.sub(r"<int:\w+>", "{id}", f"/api/{each.pattern}")
        for each in urlpatterns
        if "openapi" not in str(each.pattern)
    }
    assert set(DOCUMENT["paths"]) == addresses
    answer = client.get("/api/v1/openapi.json", headers={"host": "medway.localhost"})
    assert answer.json() == json.loads(json.dumps(DOCUMENT))


def test_answers_are_as_the_document_says(program: Client, row: Return) -> None:
    for path, name in (("/api/v1/returns", "Returns"), (f"/api/v1/returns/{row.pk}", "Return")):
        _conforms(program.get(path).json(), DOCUMENT["components"]["schemas"][name], path)
    put(program, row, {"values": [number(12)]})
    _conforms(program.get(f"/api/v1/returns/{row.pk}").json(), DOCUMENT["components"]["schemas"]["Return"], "after")
    _conforms(put(program, row, {"values": [None]}).json(), DOCUMENT["components"]["schemas"]["Error"], "error")


TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": int | float, "boolean": bool,
         "null": type(None)}  # fmt: skip


def _conforms(found: Any, schema: dict[str, Any], at: str) -> None:
    """As much of JSON Schema as the document uses of answers."""
    if "$ref" in schema:
        return _conforms(found, DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], at)
    for part in schema.get("allOf", []):
        _conforms(found, part, at)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert any(isinstance(found, TYPES[kind]) for kind in kinds), at
    assert "enum" not in schema or found in schema["enum"], at
    assert set(schema.get("required", [])) <= set(found if isinstance(found, dict) else []), at
    for name, part in schema.get("properties", {}).items():
        if name in found:
            _conforms(found[name], part, f"{at}/{name}")
    for each in found if "items" in schema else []:
        _conforms(each, schema["items"], f"{at}[]")
    return None


def test_keys_have_their_pages(sign_in: Any, partnership: Any, police: Any, scoped: Any) -> None:
    office = sign_in(partnership, "business_unit")
    ends = {"ends_on_day": "1", "ends_on_month": "6", "ends_on_year": "2099"}
    given = {"name": "Reporting", "use": "return", "agency": police.pk, **ends}
    assert office.post("/office/dataset/returns/keys/new/", given | {"agency": ""}).status_code == 422
    page = office.post("/office/dataset/returns/keys/new/", given).content.decode()
    found = re.search(r"tlk_[\w-]+", page)
    assert found is not None
    assert _with(found[0]).get("/api/v1/returns").status_code == 200
    listed = office.get("/office/dataset/returns/keys/").content.decode()
    assert found[0] not in listed
    assert "Give this agency’s returns: Kent Police" in listed
    office.post(f"/office/dataset/returns/keys/{ApiKey.objects.get().pk}/revoke/")
    assert _with(found[0]).get("/api/v1/returns").status_code == 401
    assert "Revoked by" in office.get("/office/dataset/returns/keys/").content.decode()
    to_read = given | {"use": "read", "agency": "", "audience": "subgroup"}
    page = office.post("/office/dataset/returns/keys/new/", to_read).content.decode()
    assert "http://medway.localhost/api/v1/feed/values.csv" in page
    listed = office.get("/office/dataset/returns/keys/").content.decode()
    assert "small numbers hidden as from: the subgroup’s pack" in listed
