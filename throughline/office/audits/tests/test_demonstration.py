"""The demonstration's trial goes in through the same operations as anybody's, once."""

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.roles import Role
from throughline.foundation.accounts.operations import load_demonstration_account
from throughline.office.audits.demonstration import SCHOOLS, THEMES, load
from throughline.office.audits.models import CaseAudit, Return
from throughline.office.audits.tests.conftest import AT


@pytest.mark.django_db
@pytest.mark.slow
def test_it_goes_in_once(scoped) -> None:
    loader = system_actor("command line")
    load_demonstration_account(
        by=loader, at=AT, email="business-unit@medway.example.org", name="Unit", job_title="Unit",
        role=Role.BUSINESS_UNIT,
    )  # fmt: skip
    assert load(loader=loader, domain="medway.example.org", real_at=AT) == len(SCHOOLS)
    assert load(loader=loader, domain="medway.example.org", real_at=AT) == 0
    now = Return.objects.filter(cycle__previous__isnull=False)
    assert sorted(now.values_list("state", flat=True)) == sorted(school.way for school in SCHOOLS)
    assert sorted(CaseAudit.objects.values_list("theme", "state")) == sorted(THEMES)
