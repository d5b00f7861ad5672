"""Pages before anything is made, and lists of one and of three."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from throughline.foundation.tenancy.models import Partnership

RECORD_PAGES = ["/partnership/", "/partnership/groups/", "/priorities/", "/learning/"]
STANDARD_PAGES = ["/worried-about-a-child/", "/contact/", "/accessibility-statement/", "/privacy/", "/cookies/"]


def test_the_standard_pages_answer_before_they_are_made(medway: Client) -> None:
    answers = {path: medway.get(path) for path in ("/", *STANDARD_PAGES)}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert 'href="tel:999"' in answers["/worried-about-a-child/"].content.decode()
    assert medway.get("/something-else/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_whatever_their_length(tmp_path: Path, number: int, db: None) -> None:
    """1 and 3 agencies, groups, priorities and reviews, with names of 190 letters, at the same literal counts."""
    folder = tmp_path / "somewhere"
    folder.mkdir()
    long = "Very-long-name " * 12
    (folder / "partnership.toml").write_text(
        '[partnership]\nname = "Somewhere Partnership"\nshort_name = "SP"\narea = "Somewhere"\nnation = "England"\n'
        'report_year_starts = "04-01"\nsafeguarding_partners = ["Somewhere Council"]\n'
        '[contacts]\nworried_about_a_child_phone = "01632 960001"\n'
    )
    files = {
        "agencies.csv": ("name,sector,involvement", "{long}{n},health,subgroups"),
        "groups.csv": ("name,short_name,kind,joint_with,meets,remit", "{long}{n},,subgroup,Elsewhere Board {n},,remit"),
        "priorities.csv": ("number,title,plan", "{n},{long}{n},2023-2025"),
        "commitments.csv": ("belongs_to,year,commitment", "priority {n},2024-25,do it"),
        "reviews.csv": ("kind,name,published,learning_themes", "learning lessons review,{long}{n},2023-0{n},theme"),
        "practice_changes.csv": ("review,service_or_policy,change", "{long}{n},policy,changed"),
        "aliases.csv": ("name,also_known_as", "{long}{n},Alias {n}"),
    }
    for name, (heading, row) in files.items():
        rows = [row.format(n=n, long=long) for n in range(1, number + 1)]
        if name == "agencies.csv":
            rows.insert(0, "Somewhere Council,local authority,safeguarding partner")
        (folder / name).write_text("\n".join([heading, *rows, ""]))
    call_command("load_partnership", str(folder), stdout=StringIO())
    reader = Client(headers={"host": f"{Partnership.objects.get().slug}.localhost"})
    counts = {}
    for path in RECORD_PAGES:
        reader.get(path)
        with CaptureQueriesContext(connection) as asked:
            page = reader.get(path).content.decode()
        assert f"{long}{number}" in page
        counts[path] = len(asked)
    assert counts == {"/partnership/": 10, "/partnership/groups/": 8, "/priorities/": 6, "/learning/": 6}
