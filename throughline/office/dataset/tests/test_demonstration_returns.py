"""The demonstration asks for returns and gives none: no number is made up for a real partnership."""

from typing import Any

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import User
from throughline.office.dataset.demonstration import SERVES, load_register
from throughline.office.dataset.demonstration_groups import load_groups
from throughline.office.dataset.demonstration_narrative import load_narrative
from throughline.office.dataset.demonstration_returns import load_returns
from throughline.office.dataset.models import (
    GroupCount,
    Indicator,
    Observation,
    Question,
    Return,
    ReturnLine,
    SeriesNote,
)
from throughline.office.dataset.queries.groups import breakdowns
from throughline.office.dataset.tests.conftest import AT


@pytest.mark.slow
def test_a_round_is_open_once_with_nothing_returned(scoped: Any, council: Any, police: Any) -> None:
    User.objects.create_user(email="business-unit@medway.example.org", name="Unit")
    by = system_actor("command line")
    load_register(by=by, at=AT, serves=SERVES)
    assert load_returns(by=by, domain="medway.example.org", real_at=AT) == 2
    assert load_returns(by=by, domain="medway.example.org", real_at=AT) == 0
    assert load_register(by=by, at=AT) == 0
    served = Indicator.objects.exclude(priority="").filter(owner__isnull=False)  # an owner takes no priority away
    assert set(SERVES) <= set(served.values_list("code", flat=True))
    assert {row.agency.name for row in Return.objects.select_related("agency")} == {"Kent Police", "Medway Council"}
    assert set(ReturnLine.objects.values_list("standing", flat=True)) == {"missing"}
    assert Observation.objects.count() == 0
    spoken = load_narrative(by=by, domain="medway.example.org", real_at=AT)
    assert (spoken, load_narrative(by=by, domain="medway.example.org", real_at=AT)) == (4, 0)
    assert (load_groups(by=by, domain="medway.example.org"), load_groups(by=by, domain="medway.example.org")) == (7, 0)
    (example,) = set(GroupCount.objects.values_list("indicator__title", "vintage"))
    assert ("invented" in example[0], "invented" in example[1]) == (True, True)
    assert not ReturnLine.objects.filter(indicator__code="EX-01").exists()
    sex, ethnicity = breakdowns(Indicator.objects.get(code="EX-01").pk)
    assert [each.group for each in ethnicity.groups if each.ratio and each.ratio.differs and not each.hidden] != []
    assert not any(each.ratio and each.ratio.differs for each in sex.groups)
    assert SeriesNote.objects.get(rebase=True).point.period == "2014"
    assert Question.objects.get().answer == ""
