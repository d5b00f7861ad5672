"""The interface for programs, as OpenAPI 3.1. Kept by hand beside views/interface.py; tests hold the two
together."""

from typing import Any

from throughline.office.dataset import feed
from throughline.office.dataset.rules.returned import Standing
from throughline.office.dataset.workflow import RETURN

STANDINGS = [each.value for each in Standing]
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(name)}}


def _answers(name: str, says: str, *errors: int) -> dict[str, Any]:
    found = {"200": {"description": says, "content": _json(name)}}
    for status in (401, 429, *errors):
        found[str(status)] = {"description": ERRORS[status], "content": _json("Error")}
    return found


ERRORS = {
    400: "The body is no JSON, or not of this form.",
    401: "There is no key, or it does not hold here.",
    404: "There is no such return of this agency.",
    409: "It cannot be done now: see the message.",
    429: "The key asked too often. Ask again after the seconds of Retry-After.",
    413: "The body is too large.",
    422: "Some values cannot be taken. Nothing was saved; each problem names its place.",
}

FEED = {
    "indicators": (feed.INDICATORS, "Every indicator with its definition"),
    "values": (feed.VALUES, "Every value returned to the partnership, small numbers hidden as for the key’s audience"),
    "official": (feed.OFFICIAL, "Official values of the area and its benchmarks"),
}
KINDS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "date": {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"},
    "number": {"type": ["number", "null"]},
    "integer": {"type": ["integer", "null"]},
}


def _row_of(columns: tuple[feed.Column, ...]) -> dict[str, Any]:
    properties = {each.name: {**KINDS[each.kind], "description": each.says} for each in columns}
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _feed() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for name, (columns, says) in FEED.items():
        rows = {"type": "array", "items": _row_of(columns)}
        as_json = {"type": "object", "required": ["rows"], "properties": {"rows": rows}}
        contents = {
            "csv": {"text/csv": {"schema": {"type": "string"}}},
            "json": {"application/json": {"schema": as_json}},
        }
        for form, content in contents.items():
            found = _answers("Error", says)
            found["200"] = {"description": says, "content": content}
            paths[f"/api/v1/feed/{name}.{form}"] = {
                "get": {
                    "operationId": f"read{name.capitalize()}As{form.capitalize()}",
                    "summary": says,
                    "security": [{"key": []}, {"password": []}],
                    "responses": found,
                }
            }
    return paths


DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Returns of the multi-agency dataset",
        "version": "1",
        "description": "An agency’s program reads what its agency is asked for and gives the values. Whoever answers"
        " for the agency still approves the return on the site. A program with a key to read gets the dataset’s tables,"
        " small numbers hidden. A key may ask 120 times a minute.",
    },
    "security": [{"key": []}],
    "paths": {
        "/api/v1/returns": {
            "get": {
                "operationId": "listReturns",
                "summary": "This agency’s returns, the latest first",
                "responses": _answers("Returns", "The returns."),
            }
        },
        "/api/v1/returns/{id}": {
            "get": {
                "operationId": "readReturn",
                "summary": "One return with its lines and what breaks a rule",
                "parameters": [ID],
                "responses": _answers("Return", "The return.", 404),
            }
        },
        "/api/v1/returns/{id}/values": {
            "put": {
                "operationId": "giveValues",
                "summary": "Give values, all or none",
                "description": "Lines that are left out stay as they are.",
                "parameters": [ID],
                "requestBody": {"required": True, "content": _json("Values")},
                "responses": _answers("Return", "The return as it is now.", 400, 404, 409, 413, 422),
            }
        },
        "/api/v1/returns/{id}/explanations": {
            "put": {
                "operationId": "explainWhatIsBroken",
                "summary": "Say why what breaks a rule is right all the same",
                "description": "An explanation holds for the very values that its mark names, and stays on record.",
                "parameters": [ID],
                "requestBody": {"required": True, "content": _json("Explanations")},
                "responses": _answers("Return", "The return as it is now.", 400, 404, 409, 413),
            }
        },
        "/api/v1/returns/{id}/submit": {
            "post": {
                "operationId": "submitReturn",
                "summary": "Send the return to whoever answers for the agency",
                "parameters": [ID],
                "responses": _answers("Return", "The return as it is now.", 404, 409),
            }
        },
        **_feed(),
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer"},
            "password": {"type": "http", "scheme": "basic", "description": "Any name; the key is the password."},
        },
        "schemas": {
            "Returns": {
                "type": "object",
                "required": ["returns"],
                "properties": {"returns": {"type": "array", "items": _ref("Summary")}},
            },
            "Summary": {
                "type": "object",
                "required": ["id", "year", "quarter", "due", "state"],
                "properties": {
                    "id": {"type": "integer"},
                    "year": {"type": "string", "examples": ["2023-24"]},
                    "quarter": {"type": "integer", "minimum": 1, "maximum": 4},
                    "due": {"type": "string", "format": "date"},
                    "state": {"type": "string", "enum": [state.name for state in RETURN.states]},
                },
            },
            "Return": {
                "allOf": [_ref("Summary")],
                "type": "object",
                "required": ["revision", "lines", "broken"],
                "properties": {
                    "revision": {"type": "integer", "minimum": 0},
                    "lines": {"type": "array", "items": _ref("Line")},
                    "broken": {"type": "array", "items": _ref("Broken")},
                },
            },
            "Line": {
                "type": "object",
                "required": ["line", "indicator", "unit", "period", "standing", "number", "note"],
                "properties": {
                    "line": {"type": "string", "examples": ["CSC-17", "CSC-17 sex Female"]},
                    "indicator": {"type": "string"},
                    "unit": {"type": "string"},
                    "period": {"type": "string"},
                    "standing": {"type": "string", "enum": STANDINGS},
                    "number": {"type": ["number", "null"]},
                    "note": {"type": "string"},
                },
            },
            "Broken": {
                "type": "object",
                "required": ["code", "says", "mark", "explained"],
                "properties": {
                    "mark": {"type": "string", "description": "Names this rule and the values that break it."},
                    "code": {"type": "string", "examples": ["DV-01"]},
                    "says": {"type": "string"},
                    "explained": {"type": "boolean"},
                },
            },
            "Values": {
                "type": "object",
                "required": ["values"],
                "additionalProperties": False,
                "properties": {
                    "revision": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "The return’s revision that the values were made on. With it, 409 when somebody"
                        " saved in between.",
                    },
                    "values": {"type": "array", "maxItems": 5000, "items": _ref("Value")},
                },
            },
            "Value": {
                "type": "object",
                "required": ["line", "standing"],
                "additionalProperties": False,
                "properties": {
                    "line": {"type": "string", "maxLength": 200},
                    "standing": {
                        "type": "string",
                        "enum": STANDINGS,
                        "description": "‘number’ includes 0: counted, and none found. ‘missing’ says nothing.",
                    },
                    "number": {
                        "type": ["number", "null"],
                        "description": "With ‘number’; with ‘wider_area’ the wider area’s own, where it is known.",
                    },
                    "note": {"type": "string", "maxLength": 500},
                },
            },
            "Explanations": {
                "type": "object",
                "required": ["explanations"],
                "additionalProperties": False,
                "properties": {
                    "explanations": {"type": "array", "maxItems": 500, "items": _ref("Explained")},
                },
            },
            "Explained": {
                "type": "object",
                "required": ["mark", "text"],
                "additionalProperties": False,
                "properties": {
                    "mark": {"type": "string", "minLength": 1, "maxLength": 32},
                    "text": {"type": "string", "minLength": 1, "maxLength": 2000},
                },
            },
            "Error": {
                "type": "object",
                "required": ["message", "problems"],
                "properties": {
                    "message": {"type": "string"},
                    "problems": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["at", "says"],
                            "properties": {
                                "at": {"type": "string", "examples": ["values/3/number"]},
                                "says": {"type": "string"},
                            },
                        },
                    },
                },
            },
        },
    },
}
