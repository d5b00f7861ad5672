"""The interface for agencies' programs, as OpenAPI 3.1. Kept by hand beside views/interface.py; tests hold the two
together."""

from typing import Any

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
    for status in (401, *errors):
        found[str(status)] = {"description": ERRORS[status], "content": _json("Error")}
    return found


ERRORS = {
    400: "The body is no JSON, or not of this form.",
    401: "There is no key, or it does not hold here.",
    404: "There is no such return of this agency.",
    409: "It cannot be done now: see the message.",
    413: "The body is too large.",
    422: "Some values cannot be taken. Nothing was saved; each problem names its place.",
}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Returns of the multi-agency dataset",
        "version": "1",
        "description": "An agency’s program reads what its agency is asked for and gives the values. Whoever answers"
        " for the agency still approves the return on the site.",
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
        "/api/v1/returns/{id}/submit": {
            "post": {
                "operationId": "submitReturn",
                "summary": "Send the return to whoever answers for the agency",
                "parameters": [ID],
                "responses": _answers("Return", "The return as it is now.", 404, 409),
            }
        },
    },
    "components": {
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
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
                "required": ["code", "says", "explained"],
                "properties": {
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
