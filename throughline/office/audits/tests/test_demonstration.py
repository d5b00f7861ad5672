"""The demonstration's trial goes in through the same operations as anybody's, once."""

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.roles import Role
from throughline.foundation.accounts.operations import load_demonstration_account
from throughline.foundation.agency_records import records_of
from throughline.office.audits.demonstration import SCHOOLS, THEMES, load
from throughline.office.audits.models import CaseAudit, Return
from throughline.office.audits.queries import overview
from throughline.office.audits.tests.conftest import AT, TODAY
from throughline.office.partnership.models import AgencyInvolvement, Organisation


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
    trial = now[0].cycle
    lines = overview.standard_lines(trial, trial.questions)
    assert all(line.before is not None for line in lines)  # last year was answered whole, so that change is seen
    assert sorted(now.values_list("state", flat=True)) == sorted(school.way for school in SCHOOLS)
    assert sorted(CaseAudit.objects.values_list("theme", "state")) == sorted(THEMES)


@pytest.mark.django_db
@pytest.mark.slow
def test_one_agency_says_more_of_itself_than_its_records(scoped) -> None:
    loader = system_actor("command line")
    agency = Organisation.objects.create(space_id=scoped.home_id, name="An agency")
    AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=agency, name=agency.name, sector="health")
    for before_at, role in (("business-unit", Role.BUSINESS_UNIT), ("practitioner", Role.PRACTITIONER)):
        load_demonstration_account(
            by=loader, at=AT, email=f"{before_at}@medway.example.org", name="Someone", job_title="Post", role=role
        )
    load(loader=loader, domain="medway.example.org", real_at=AT)
    row = Return.objects.get(body__organisation__isnull=False)
    assert row.state == "submitted"
    records = records_of(["actions"], [row.body.organisation_id], TODAY)
    assert records["actions"][row.body.organisation_id].says == "Actions: 1 agreed, 1 open, 1 overdue."
