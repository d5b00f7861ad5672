"""Reads: how a report stands, with its records, figures, text and what does not add up; its editions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from throughline.foundation.figures import queries as figures
from throughline.foundation.figures import registry
from throughline.foundation.figures.models import FigureRun
from throughline.foundation.figures.values import ReportYear, Value
from throughline.foundation.figures.years import year_of
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui import formats
from throughline.office.audits import api as audits
from throughline.office.finance import api as finance
from throughline.office.partnership import api as partnership
from throughline.office.reviews import api as reviews
from throughline.office.strategy import api as strategy
from throughline.office.training import api as training
from throughline.publishing.yearly_report.models import Build, Edition, Report, ReportFile, Section, Settlement
from throughline.publishing.yearly_report.rules.checks import Material, SectionText, findings_of
from throughline.publishing.yearly_report.rules.compose import Making, compose, placed, records_shown
from throughline.publishing.yearly_report.rules.content import Content
from throughline.publishing.yearly_report.rules.elements import Coverage, StatutoryEdition, coverage, edition_for
from throughline.publishing.yearly_report.rules.findings import How, Judged, Settled, judge
from throughline.publishing.yearly_report.rules.outline import (
    SECTIONS,
    AgencyLine,
    AuditLine,
    ChangeLine,
    CommitmentLine,
    ContributionLine,
    GrantLine,
    GroupLine,
    Records,
    ReviewLine,
)
from throughline.publishing.yearly_report.rules.showing import Audience, Revision, Shown, show
from throughline.publishing.yearly_report.rules.wording import NOT_AVAILABLE, plain

DRAFT_MARKING = "Draft: not for publication. It shows small numbers that published output hides."


def partnership_here() -> Partnership:
    return Partnership.objects.get(pk=scope.current().partnership_id)


def next_year_label(year: ReportYear) -> str:
    first = int(year.label[:4]) + 1
    return f"{first}-{(first + 1) % 100:02}"


def records_of(year: ReportYear) -> Records:
    """The partnership's records as far as the year's report shows them."""
    here = partnership_here()
    facts = partnership.facts()
    money = finance.finance_year(year.label)
    return Records(
        name=here.name,
        area=here.area,
        former_names=facts.aliases if facts else (),
        towns=facts.towns if facts else (),
        plan=facts.strategic_plan if facts else "",
        agencies=tuple(
            AgencyLine(a.name, a.sector, a.involvement, a.is_safeguarding_partner, a.joint)
            for a in partnership.agencies()
        ),
        groups=tuple(
            GroupLine(g.name, g.short_name, g.kind, g.meets, g.remit, g.joint_with) for g in partnership.groups()
        ),
        priorities=tuple((p.number, p.title) for p in strategy.priorities()),
        commitments=tuple(
            CommitmentLine(c.priority.number if c.priority else None, c.section, c.text)
            for c in strategy.commitments(next_year_label(year))
        ),
        reviews=tuple(ReviewLine(r.kind, r.name, r.published, r.themes) for r in reviews.reviews_by(year.ends)),
        changes=tuple(
            ChangeLine(c.review, c.service_or_policy, c.change) for c in reviews.practice_changes_by(year.ends)
        ),
        audits=tuple(AuditLine(a.kind, a.cycle, a.theme, a.note) for a in audits.cycles()),
        contributions=tuple(
            ContributionLine(c.contributor, c.is_other_income, c.file, c.row)
            for c in (money.contributions if money else ())
        ),
        sessions=tuple(
            (session.title, session.mode, formats.day(session.starts))
            for session in training.sessions()
            if year.starts <= session.starts.astimezone(formats.LONDON).date() <= year.ends
        ),
        grants=tuple(GrantLine(g.source, g.purpose, g.spent_on, g.row) for g in (money.grants if money else ())),
    )


@dataclass(frozen=True)
class Standing:
    """A report year as it stands: everything that the draft, the checks and publishing go by. `report` is None before
    anybody has written a word. `sections` always has every section of the outline."""

    year: ReportYear
    as_at: date
    report: Report | None
    sections: tuple[Section, ...]
    records: Records
    disclosure: figures.Disclosure
    statute: StatutoryEdition
    coverage: tuple[Coverage, ...]
    settlements: Mapping[str, Settled]
    revisions: Mapping[str, tuple[Revision, ...]]

    @property
    def values(self) -> Mapping[str, Value]:
        return self.disclosure.values

    @cached_property
    def texts(self) -> tuple[SectionText, ...]:
        return section_texts(self.sections, self.values, self.records)

    @property
    def title(self) -> str:
        return self.report.title if self.report else default_title(self.year)

    @cached_property
    def judged(self) -> list[Judged]:
        """Every finding with its settlement, in the order of the codes."""
        return judge(findings_of(self.material()), self.settlements)

    def material(self) -> Material:
        return Material(
            values=self.values,
            wholes=self.disclosure.wholes,
            area=self.records.area,
            sections=self.texts,
            coverage=self.coverage,
            hidden=self.disclosure.hidden,
            given_away=self.disclosure.given_away,
            titles=self.records.titles,
        )

    @property
    def blocking(self) -> list[Judged]:
        """What holds publishing up."""
        return [judged for judged in self.judged if judged.blocks]

    def shown(self, audience: Audience) -> dict[str, Shown]:
        return show(self.values, self.disclosure.hidden, audience)

    def content(self, audience: Audience) -> Content:
        return compose(
            Making(
                title=self.title,
                year=self.year.label,
                next_year=next_year_label(self.year),
                as_at=f"{self.as_at.day} {self.as_at:%B %Y}",
                marking=DRAFT_MARKING if audience is Audience.DRAFT else "",
                records=self.records,
                shown=self.shown(audience),
                sections=self.texts,
                coverage=self.coverage,
                statute=self.statute,
                revisions=self._revision_words() if audience is Audience.DRAFT else {},
            )
        )

    def _revision_words(self) -> dict[str, str]:
        """Old values are for the draft: published editions keep their own."""
        return {
            figure_id: "; ".join(
                f"was {plain(r.value) if r.value is not None else NOT_AVAILABLE} on {r.recorded_at[:10]}" for r in old
            )
            for figure_id, old in self.revisions.items()
        }


def default_title(year: ReportYear) -> str:
    return f"Yearly report {year.label}"


def section_texts(
    sections: Sequence[Section], values: Mapping[str, Value], records: Records
) -> tuple[SectionText, ...]:
    places = set(placed(values).values())
    has_records = {
        "context": bool(records.towns),
        "partnership": bool(records.agencies or records.groups),
        "scrutiny": bool(records.audits),
        "voice": False,
        "priorities": bool(records.priorities),
        "learning": bool(records.reviews or records.changes),
        "resources": bool(records.contributions),
    }
    return tuple(
        SectionText(
            row.key, str(row.number), row.title, row.body, has_records.get(row.key, False) or row.number in places
        )
        for row in sections
    )


def worked_out(year: ReportYear, as_at: date) -> figures.Disclosure:
    """The year's figures worked out now and kept nowhere, with what a publication of them would hide."""
    return figures.disclosure_of_values(year, as_at, registry.evaluate(figures.asked(year, as_at)))


def standing(year: ReportYear, as_at: date, disclosure: figures.Disclosure | None = None) -> Standing:
    """How the report of the year stands on the figures that were last kept, or on those given."""
    report = Report.objects.filter(year=year.label, space_id=scope.current().home_id).first()
    sections = tuple(report.sections.all()) if report else outline_sections()
    records = records_of(year)
    disclosure = disclosure or figures.disclosure_of(year, as_at)
    statute = edition_for(year.ends)
    return Standing(
        year=year,
        as_at=as_at,
        report=report,
        sections=sections,
        records=records,
        disclosure=disclosure,
        statute=statute,
        coverage=coverage(
            statute.for_area(records.sectors),
            [(str(s.number), s.title, bool(s.body.strip()), tuple(s.elements)) for s in sections],
            records_shown(records, disclosure.values),
        ),
        settlements=_settlements(report),
        revisions={
            figure_id: tuple(Revision(run.number, run.run_at.isoformat()) for run in runs[1:])
            for figure_id, runs in figures.revised(year.label).items()
            if figure_id in disclosure.values
        },
    )


def outline_sections() -> tuple[Section, ...]:
    """The sections that every report starts with, not stored."""
    return tuple(Section(key=s.key, number=s.number, title=s.title, body="", elements=[]) for s in SECTIONS)


def _settlements(report: Report | None) -> dict[str, Settled]:
    if report is None:
        return {}
    rows = Settlement.objects.filter(report=report).select_related("by")
    return {
        row.finding: Settled(row.finding, row.about, How(row.how), row.text, str(row.by.name), row.at.isoformat())
        for row in rows
    }


def report_year(label: str) -> ReportYear:
    """The scope's partnership's year of that label. Raises NotAReportYear."""
    return year_of(label, partnership_here().report_year_starts)


def reports() -> list[Report]:
    """Newest year first. One query."""
    return list(Report.objects.order_by("-year"))


def report_of(year: str) -> Report:
    """Raises Report.DoesNotExist."""
    return Report.objects.get(year=year)


def section_of(year: str, key: str) -> Section:
    """Raises Section.DoesNotExist."""
    return Section.objects.select_related("report").get(report__year=year, key=key)


def last_build(report: Report, kind: str = Build.Kind.DRAFT) -> Build | None:
    return Build.objects.filter(report=report, kind=kind).select_related("asked_by").first()


def editions() -> list[Edition]:
    """Every published edition without its content, the latest year and number first. One query."""
    rows = Edition.objects.select_related("report").defer("content", "html")
    return list(rows.order_by("-report__year", "-number"))


def edition_of(year: str, number: int | None = None) -> Edition:
    """The latest edition of the year's report, or that number. Raises Edition.DoesNotExist."""
    rows = Edition.objects.filter(report__year=year).select_related("report").defer("content")
    found = rows.order_by("-number").first() if number is None else rows.filter(number=number).first()
    if found is None:
        raise Edition.DoesNotExist
    return found


def files_of(*, edition: Edition | None = None, build: Build | None = None) -> list[ReportFile]:
    rows = ReportFile.objects.filter(edition=edition) if edition else ReportFile.objects.filter(build=build)
    return list(rows.select_related("stored"))


def figure_ids(year: str) -> list[str]:
    """Ids of the year's figures as they were last worked out. One query."""
    return list(figures.current_runs(year))


def build(build_id: int) -> Build:
    return Build.objects.select_related("report", "asked_by").get(pk=build_id)


def figure_link(year: ReportYear) -> Callable[[str], str]:
    """From a figure to how it was calculated."""
    return lambda figure_id: f"/figures/{year.label}/{figure_id}/"


def last_finished(report: Report) -> Build | None:
    """The draft that was made last."""
    return Build.objects.filter(report=report, kind=Build.Kind.DRAFT, status=Build.Status.DONE).first()


def is_stale(report: Report, build: Build) -> bool:
    """Whether text or figures changed after the draft was asked for."""
    texts = Section.history.filter(report_id=report.pk, history_date__gt=build.asked_at).exists()
    runs = FigureRun.objects.filter(year=report.year, is_current=True, run_at__gt=build.finished_at).exists()
    return bool(texts or runs)


def editions_of(report: Report) -> list[Edition]:
    """Without their content, the latest first. One query."""
    return list(Edition.objects.filter(report=report).defer("content", "html").order_by("-number"))
