"""The interface against its document: Schemathesis asks whatever the document allows, and what it does not."""

from datetime import timedelta
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck
from schemathesis.specs.openapi.checks import positive_data_acceptance

from throughline.foundation.clock import real_now
from throughline.office.dataset.api_document import DOCUMENT
from throughline.office.dataset.models import Return
from throughline.office.dataset.operations.keys import issue_key
from throughline.office.dataset.tests.conftest import AT

pytestmark = pytest.mark.slow
OPERATIONS = [
    ("GET", "/api/v1/returns"), ("GET", "/api/v1/returns/{id}"), ("PUT", "/api/v1/returns/{id}/values"),
    ("PUT", "/api/v1/returns/{id}/explanations"), ("POST", "/api/v1/returns/{id}/submit"),
    ("GET", "/api/v1/feed/values.csv"), ("GET", "/api/v1/feed/official.json"), ("GET", "/api/v1/feed/indicators.json"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_answers_conform_whatever_is_asked(
    method: str, path: str, opened: Any, police: Any, unit: Any, settings: Any
) -> None:
    settings.AS_AT = AT
    row = Return.objects.get(agency=police)
    now = real_now()
    ends = now.date() + timedelta(days=1)
    use = "read" if "feed" in path else "return"
    _, secret = issue_key(name="Reporting", use=use, agency_id=police.pk, ends_on=ends, by=unit, at=now)
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    schema.app = get_wsgi_application()
    found = schema[path][method]
    headers = {"Authorization": f"Bearer {secret}", "Host": "medway.localhost"}

    @hypothesis.given(case=found.as_strategy())
    @hypothesis.settings(
        max_examples=5 if use == "read" else 15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    def ask(case: Any) -> None:
        if "{id}" in path:
            case.path_parameters = {"id": row.pk}
        # What the document allows may still not be asked for in this return: that is a 422 with its place.
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    ask()
