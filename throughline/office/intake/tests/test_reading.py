"""The folder: read whole, or refused with every problem at once."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughline.office.intake.reading import Reading, read_files, read_folder
from throughline.office.intake.reading.folder import ORDER

DEMONSTRATION = Path(__file__).parents[3] / "demonstration"
MEDWAY = {path.name: path.read_bytes() for path in sorted((DEMONSTRATION / "medway-2023-24").iterdir())}


def said(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


def changed(
    name: str, *, old: str = "", new: str = "", extra: str = "", whole: bytes | None = None
) -> dict[str, bytes]:
    """Medway's folder with one file changed."""
    content = MEDWAY[name].decode() if name in MEDWAY else ""
    assert old in content
    return {**MEDWAY, name: whole if whole is not None else (content.replace(old, new, 1) + extra).encode()}


def without(*names: str) -> dict[str, bytes]:
    return {name: content for name, content in MEDWAY.items() if name not in names}


def test_the_real_folder_reads_without_a_word() -> None:
    reading = read_folder(DEMONSTRATION / "medway-2023-24")
    assert (reading.problems, reading.notes) == ((), ())
    assert reading.folder is not None
    assert {name: len(rows) for name, rows in reading.folder.tables.items()} == {
        "agencies.csv": 28, "aliases.csv": 9, "groups.csv": 14, "priorities.csv": 6, "commitments.csv": 11,
        "contributions.csv": 11, "observations.csv": 55, "reviews.csv": 3, "practice_changes.csv": 8, "audits.csv": 6,
        "training_sessions.csv": 9,
    }  # fmt: skip
    row = reading.folder.rows("observations.csv")[10]
    assert (row.file, row.row, dict(row.cells)["unit"], row["source"]) == (
        "observations.csv", 12, ("children", "about"), "section three"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("files", "problems"),
    [
        (
            changed("training_sessions.csv", old=",0,open,full", new=",0,open,moved from Friday 26th February 2024"),
            [
                "training_sessions.csv, row 2, column note: 'Friday 26th February 2024' is a Monday. Correct the"
                " weekday or the date."
            ],
        ),
        (
            changed("agencies.csv", extra="Kent  POLICE,police,\n"),
            ["agencies.csv, row 30: says the same as row 3: Kent POLICE. Each may be there once."],
        ),
        (
            changed("observations.csv", extra="Children in care,Medway,2024-03-31,1,children (about),x\n"),
            [
                "observations.csv, row 57: says the same as row 7: children-in-care, medway, 2024-03-31, children."
                " Each may be there once."
            ],
        ),
        (
            changed("contributions.csv", old="146799", new="-146799"),
            ["contributions.csv, row 2, column amount_gbp: '-146799' is negative. An amount is 0 or more."],
        ),
        (
            changed("finance.toml", old="amount_gbp = 47300", new="amount_gbp = -47300"),
            ["finance.toml, row 5, column amount_gbp: '-47300' is negative. An amount is 0 or more."],
        ),
        (
            changed("contributions.csv", old="69.5", new="169.5"),
            [
                "contributions.csv, row 2, column share_percent_as_published: '169.5' is outside 0 to 100. A share is"
                " in percent."
            ],
        ),
        (
            changed(
                "agencies.csv", whole=b"name,sector,involvement\nMedway Council,local authority,\nKent \xa3,police,\n"
            ),
            [
                "agencies.csv, row 3: the encoding is broken: byte 62 of the file (0xa3) is not UTF-8. Save the file as"
                " UTF-8."
            ],
        ),
        (
            changed("agencies.csv", whole="name,sector\nA,police\n".encode("utf-16")),
            ["agencies.csv, row 1: is in UTF-16. Save it as UTF-8."],
        ),
        (
            changed("reviews.csv", whole=b"kind,name,published,learning_themes\r\n\r\n,,,\r\n"),
            ["reviews.csv, row 1: has a heading but no rows."],
        ),
        (changed("audits.csv", whole=b""), ["audits.csv, row 1: is empty: it has no heading."]),
        (
            changed("audits.csv", whole=b"\nkind,cycle,theme,note\na,2024,,\n"),
            ["audits.csv, row 1: the first row is empty; it must be the heading."],
        ),
        (
            changed("audits.csv", old="kind,cycle,theme,note", new="kind,topic,note,note"),
            [
                "audits.csv, row 1, column cycle: this column is missing.",
                "audits.csv, row 1, column note: this column is there twice.",
                "audits.csv, row 1, column theme: this column is missing.",
            ],
        ),
        (
            changed("audits.csv", extra="section 11,2026-27,a,b,c\n"),
            ["audits.csv, row 8: has 5 cells instead of 4. Put quotes round a text with a comma in it."],
        ),
        (
            changed("audits.csv", extra='section 11,2026-27,"unclosed,\n'),
            [
                "audits.csv, row 8: cannot be read as comma-separated text: unexpected end of data. Look for a"
                " quotation mark without its pair."
            ],
        ),
        (
            changed("audits.csv", extra="section 11,2026-27,\0,\n"),
            ["audits.csv, row 8: contains a control character (U+0000)."],
        ),
        (
            changed("audits.csv", extra=f"section 11,2026-27,{'x' * 301},\n"),
            ["audits.csv, row 8, column theme: is 301 characters long; at most 300 fit."],
        ),
        (
            changed("commitments.csv", old="priority 6", new="priority 9"),
            ["commitments.csv, row 10, column belongs_to: there is no priority 9 in priorities.csv."],
        ),
        (
            without("priorities.csv"),
            [
                f"commitments.csv, row {row}, column belongs_to: there is no priority {number} in priorities.csv."
                for row, number in zip(range(2, 11), (1, 1, 2, 2, 3, 4, 5, 5, 6), strict=True)
            ],
        ),
        (
            changed("practice_changes.csv", old="Isabel", new="Isobel"),
            ["practice_changes.csv, row 2, column review: there is no review 'Isobel' in reviews.csv."],
        ),
        (
            changed("training_sessions.csv", old="2024-02-01T16:30", new="2024-02-01T09:00"),
            ["training_sessions.csv, row 2, column ends: ends before it starts."],
        ),
        (
            changed("training_sessions.csv", old=",0,open,full", new=",-3,maybe,full"),
            [
                "training_sessions.csv, row 2, column booking: 'maybe' is not a known way of booking. Known: open,"
                " invite only.",
                "training_sessions.csv, row 2, column places_left: '-3' is not a number of places. Write 0 or more,"
                " 'unlimited', or leave it empty.",
            ],
        ),
        (
            changed("observations.csv", old="2024-03-31,290", new="2024-02-31,1,290"),
            ["observations.csv, row 2: has 7 cells instead of 6. Put quotes round a text with a comma in it."],
        ),
        (
            changed("observations.csv", old="98,percent", new="198,percent"),
            ["observations.csv, row 31, column value: '198' is outside 0 to 100 percent."],
        ),
        (
            changed("observations.csv", old="2024-03-31,290", new="2024-03-31,-290"),
            ["observations.csv, row 2, column value: '-290' is negative. Only a change or a difference can be."],
        ),
        (
            changed("partnership.toml", old='nation = "England"', new='nation = "Scotland"'),
            [
                "partnership.toml, row 6, column nation: 'Scotland' has no calendar of working days here. Known:"
                " England and Wales."
            ],
        ),
        (
            changed("partnership.toml", old='area = "Medway"', new="area = "),
            ["partnership.toml, row 5, column 8: is not valid TOML: invalid value."],
        ),
        (
            changed("partnership.toml", old='name = "Medway Safeguarding Children Partnership"', new=""),
            ["partnership.toml, column name: this key is missing."],
        ),
        (
            changed("partnership.toml", old='"Medway Council", "Kent Police"', new='"Medway Council", "Kent Policing"'),
            [
                "partnership.toml, column safeguarding_partners: 'Kent Policing' is not in agencies.csv, under that"
                " name or an alias."
            ],
        ),
        (
            changed("aliases.csv", extra="Kent Police,Open Road\n"),
            [
                "aliases.csv, row 11, column also_known_as: 'Open Road' is itself in agencies.csv, row 12: it would"
                " be there twice."
            ],
        ),
        (
            changed("aliases.csv", extra="NHS England,KMPT\n"),
            ["aliases.csv, row 11: says the same as row 5: KMPT. Each may be there once."],
        ),
        (
            without("partnership.toml", "agencies.csv"),
            ["partnership.toml: this file is missing.", "agencies.csv: this file is missing."],
        ),
        (
            without("finance.toml"),
            ["contributions.csv: needs finance.toml, which says which year the amounts are of."],
        ),
        (
            {
                **MEDWAY,
                "relations.csv": b"whole,part,exhaustive,exclusive,why\nchildren in care,nobody,yes,no,because\n",
            },
            ["relations.csv, row 2, column part: there is no indicator 'nobody' in observations.csv."],
        ),
    ],
)
def test_refused(files: dict[str, bytes], problems: list[str]) -> None:
    reading = read_files(files)
    assert reading.folder is None
    assert said(reading) == problems


def test_every_problem_is_told_at_once_in_the_order_of_the_files() -> None:
    files = {
        **MEDWAY,
        "contributions.csv": b"contributor,amount_gbp,share_percent_as_published\nA,-1,101\nB,n/a,\nA,5,\n",
        "agencies.csv": b"name,sector,involvement\nMedway Council,council,\n,police,\n",
        "finance.toml": b'year = "2023-25"\ntotal_income_gbp = "lots"\n',
        "audits.csv": b"kind,cycle\n",
    }
    assert said(read_files(files)) == [
        "finance.toml, row 1, column year: '2023-25' is not a report year. Write it as 2023-24.",
        "finance.toml, row 2, column total_income_gbp: is not a number. Write it without quotation marks and without"
        " separators.",
        "agencies.csv, row 2, column sector: 'council' is not a known sector. Known: local authority, police, health,"
        " probation, education, early years, secure estate, youth justice, family courts, immigration, armed forces,"
        " housing, fire and rescue, voluntary, faith, sport, other.",
        "agencies.csv, row 3, column name: is empty.",
        "contributions.csv, row 2, column amount_gbp: '-1' is negative. An amount is 0 or more.",
        "contributions.csv, row 2, column share_percent_as_published: '101' is outside 0 to 100. A share is in"
        " percent.",
        "contributions.csv, row 3, column amount_gbp: 'n/a' is not a plain number. Write digits alone, such as 1234 or"
        " 12.5.",
        "audits.csv, row 1, column note: this column is missing.",
        "audits.csv, row 1, column theme: this column is missing.",
    ]


def test_what_spreadsheets_do_to_a_file_is_fine() -> None:
    """A byte-order mark, CRLF, quotes, blank rows, spaces, other capitals and order in the heading."""
    plain = changed("audits.csv", whole=b"kind,cycle,theme,note\nsection 11,2022-23,a,=1+1\n")
    dressed = changed(
        "audits.csv",
        whole=b'\xef\xbb\xbf"Note","THEME", cycle ,kind\r\n\r\n"=1+1"," a ",2022-23,"section\n11"\r\n,,,\r\n\r\n',
    )
    one, other = read_files(plain), read_files(dressed)
    assert one.folder is not None
    assert other.folder is not None
    assert one.folder.rows("audits.csv")[0].cells == other.folder.rows("audits.csv")[0].cells
    assert other.folder.rows("audits.csv")[0].row == 3


def test_a_source_is_kept_word_for_word() -> None:
    reading = read_files(
        changed("observations.csv", old="290,children,section one", new='290,children,"  section  one "')
    )
    assert reading.folder is not None
    assert reading.folder.rows("observations.csv")[0]["source"] == "  section  one "


def test_values_that_disagree_are_read() -> None:
    files = changed("contributions.csv", old="146799,69.5", new="146799,12.5")
    files["finance.toml"] = MEDWAY["finance.toml"].replace(b"212117\n", b"1\n")
    assert read_files(files).problems == ()


def test_what_is_not_known_is_noted_and_refuses_nothing(tmp_path: Path) -> None:
    for name, content in MEDWAY.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "audits.csv").write_bytes(b"kind,cycle,theme,note,extra\na,2024,,,x\n")
    (tmp_path / "finance.toml").write_bytes(MEDWAY["finance.toml"] + b"\nsurplus = 1\n")
    reading = read_folder(tmp_path)
    assert reading.problems == ()
    assert [str(note) for note in reading.notes] == [
        "notes.txt: is not a file that is known here, and was not read.",
        f"finance.toml, row {MEDWAY['finance.toml'].count(b'\n') + 2}, column surplus: this key is not known and was"
        " not read.",
        "audits.csv, row 1, column extra: this column is not known and was not read.",
    ]


def test_a_folder_that_is_not_there_and_a_file_that_is_a_folder(tmp_path: Path) -> None:
    assert said(read_folder(tmp_path / "nowhere")) == [f"{tmp_path / 'nowhere'}: there is no such folder."]
    (tmp_path / "file").write_text("x")
    assert said(read_folder(tmp_path / "file")) == [f"{tmp_path / 'file'}: is not a folder."]
    (tmp_path / "partnership.toml").write_bytes(MEDWAY["partnership.toml"])
    (tmp_path / "agencies.csv").mkdir()
    assert said(read_folder(tmp_path)) == ["agencies.csv: cannot be read: Is a directory."]


@pytest.mark.parametrize(
    "content",
    [
        b"year = 1e999999999\n",
        b"total_income_gbp = inf\nyear='2023-24'",
        b"year = " + b"9" * 5000,
        b"a = " + b"[" * 5000,
    ],
)
def test_absurd_numbers_and_nesting_are_problems(content: bytes) -> None:
    assert read_files({**MEDWAY, "finance.toml": content}).problems != ()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(ORDER), st.binary(max_size=400)))
def test_arbitrary_bytes_never_raise(files: dict[str, bytes]) -> None:
    reading = read_files(files)
    assert (reading.folder is None) == bool(reading.problems)
    assert all(str(problem).startswith(ORDER) and problem.row >= 0 for problem in reading.problems)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.data())
def test_a_damaged_folder_never_raises(data: st.DataObject) -> None:
    """The real folder with bytes of one file replaced, removed or put in."""
    name = data.draw(st.sampled_from(sorted(MEDWAY)))
    content = bytearray(MEDWAY[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(
            st.one_of(st.binary(max_size=6), st.sampled_from([b'"', b",", b"\n", b"-", b"[[", b"=", b"\xff", b"9999"]))
        )
    reading = read_files({**MEDWAY, name: bytes(content)})
    assert (reading.folder is None) == bool(reading.problems)
