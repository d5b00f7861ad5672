"""All reads of surveys, in the active scope."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from throughline.foundation.surveys import rules
from throughline.foundation.surveys.models import (
    Answer,
    Draft,
    Invitation,
    OpenLink,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    Survey,
)
from throughline.foundation.surveys.rules import Answers, GroupMean, Question, Tally
from throughline.foundation.tenancy.prepared import Given, Prepared


@dataclass(frozen=True)
class QuestionResult:
    """`tally` over everybody; `groups` beside it, for scored questions, small ones hidden."""

    tally: Tally
    groups: tuple[GroupMean, ...]


@dataclass(frozen=True)
class Results:
    """`wait` says that they are not shown yet (SV-07); `questions` is empty then."""

    asked: int
    respondents: int
    wait: bool
    questions: tuple[QuestionResult, ...]


def invitation_with(token: str) -> Invitation | None:
    """The invitation of that link, answered or not; None where the link is gone."""
    return Invitation.objects.select_related("survey__version").filter(token=token).first()


def draft_of(invitation_id: int) -> Answers:
    found = Draft.objects.filter(invitation_id=invitation_id).values_list("answers", flat=True).first()
    return found or {}


def open_invitations(person_id: int, today: date) -> list[Invitation]:
    """What the person is asked and may answer today, the one that closes first on top."""
    return _OPEN(person=person_id, today=today.isoformat())


_OPEN = Prepared(
    lambda: (
        Invitation.objects.filter(person_id=Given("person"), answered=False, survey__opens_on__lte=Given("today"))
        .filter(Q(survey__closes_on=None) | Q(survey__closes_on__gte=Given("today")))
        .select_related("survey")
        .order_by("survey__closes_on", "pk")
    )
)


def standings(kinds: Collection[str]) -> QuerySet[Survey]:
    """Surveys of those kinds with `asked` and `respondents`, the newest first."""
    expected = OpenLink.objects.filter(survey=OuterRef("pk")).order_by().values("survey").annotate(all=Sum("expected"))
    return (
        Survey.objects.filter(kind__in=kinds)
        .annotate(
            asked=Count("invitations", distinct=True) + Coalesce(Subquery(expected.values("all")), 0),
            respondents=Count("responses", distinct=True),
        )
        .order_by("-opens_on", "-pk")
    )


def survey(survey_id: int) -> Survey:
    """Raises Survey.DoesNotExist."""
    return Survey.objects.select_related("version__questionnaire").get(pk=survey_id)


def surveys_of(kind: str, abouts: Collection[str] | None = None) -> list[Survey]:
    found = Survey.objects.filter(kind=kind).select_related("version").order_by("opens_on", "pk")
    return list(found if abouts is None else found.filter(about__in=abouts))


def counted(survey_ids: Collection[int]) -> tuple[int, int]:
    """Asked and respondents over several surveys. One query, three where some have open links: of those are asked as
    many as were expected, where somebody said how many."""
    found = Invitation.objects.filter(survey_id__in=survey_ids).aggregate(
        asked=Count("pk"), respondents=Count("pk", filter=Q(answered=True))
    )
    if found["asked"]:
        return found["asked"], found["respondents"]
    links = OpenLink.objects.filter(survey_id__in=survey_ids).aggregate(expected=Sum("expected"))
    return links["expected"] or 0, Response.objects.filter(survey_id__in=survey_ids).count()


def link_with(token: str) -> OpenLink | None:
    return OpenLink.objects.select_related("survey__version").filter(token=token).first()


def link_of(survey_id: int, group: str) -> OpenLink | None:
    return OpenLink.objects.select_related("survey").filter(survey_id=survey_id, group=group).first()


@dataclass(frozen=True)
class LinkStanding:
    """How a group's link stands. `answered` is a count alone; results wait (SV-07)."""

    group: str
    token: str
    expected: int | None
    answered: int


def link_standings(survey_id: int, groups: Collection[str] | None = None) -> list[LinkStanding]:
    """Two queries."""
    links, responses = OpenLink.objects.filter(survey_id=survey_id), Response.objects.filter(survey_id=survey_id)
    if groups is not None:
        links, responses = links.filter(group__in=groups), responses.filter(group__in=groups)
    numbers = dict(responses.order_by().values_list("group").annotate(number=Count("pk")))
    return [LinkStanding(each.group, each.token, each.expected, numbers.get(each.group, 0)) for each in links]


def group_choices(survey_id: int) -> list[tuple[str, str, str, int]]:
    """(group, question, code of the choice, how many chose it). The owner's own arithmetic hides small groups. One
    query."""
    rows = (
        Answer.objects.filter(response__survey_id=survey_id)
        .exclude(value="")
        .order_by()
        .values_list("response__group", "question", "value")
        .annotate(number_of=Count("pk"))
    )
    return list(rows)


def results(found: Survey, today: date) -> Results:
    """SV-05 to SV-07. Three queries, whatever the survey asks."""
    asked, respondents = counted([found.pk])
    wait = rules.results_wait(rules.Naming(found.naming), found.closes_on, today)
    if wait:
        return Results(asked, respondents, True, ())
    given: dict[str, dict[str, list[rules.Answer]]] = defaultdict(lambda: defaultdict(list))
    questions = {question.key: question for question in found.version.asked}
    rows = (
        Answer.objects.filter(response__survey=found)
        .order_by("response_id", "question", "value")
        .values_list("response_id", "response__group", "question", "value", "number", "text")
    )
    several: dict[tuple[object, str], list[str]] = {}
    for response, group, key, value, number, text in rows:
        if questions[key].kind is rules.Kind.MULTIPLE:
            codes = several.get((response, key))
            if codes is None:
                codes = several[response, key] = []
                given[key][group].append(codes)
            codes.append(value)
        else:
            given[key][group].append(value or (number if number is not None else text))
    return Results(
        asked, respondents, False, tuple(_result(q, given[q.key], found.threshold) for q in questions.values())
    )


def _result(question: Question, by_group: dict[str, list[rules.Answer]], threshold: int) -> QuestionResult:
    everybody = [answer for answers in by_group.values() for answer in answers]
    found = rules.tally(question, everybody, threshold)
    groups: list[GroupMean] = []
    if question.is_scored and not found.hidden and len([g for g, answers in by_group.items() if answers]) > 1:
        scores = {g or "Not stated": [float(a) for a in answers] for g, answers in by_group.items()}  # type: ignore[arg-type]
        groups = rules.group_means(scores, threshold)
    return QuestionResult(found, tuple(groups))


def scores(survey_ids: Collection[int], questions: Collection[str]) -> list[tuple[str, str, int]]:
    """(subject, question, score) of named answers over several surveys, in no order of arrival. For the owner's own
    arithmetic, which hides small groups itself. One query."""
    return list(
        Answer.objects.filter(
            response__survey_id__in=survey_ids, question__in=questions, number__isnull=False,
            response__invitation__isnull=False,
        )
        .order_by("response_id", "question")
        .values_list("response__invitation__subject", "question", "number")
    )  # fmt: skip


def invited(survey_ids: Collection[int]) -> list[tuple[str, bool]]:
    """(subject, answered) of everybody asked in several surveys. One query."""
    rows = Invitation.objects.filter(survey_id__in=survey_ids).order_by("subject", "pk")
    return list(rows.values_list("subject", "answered"))


def written(survey_ids: Collection[int], question: str) -> list[tuple[str, str]]:
    """(answer's id, text) by text: no order of arrival."""
    rows = Answer.objects.filter(response__survey_id__in=survey_ids, question=question).exclude(text="")
    return [(str(pk), text) for pk, text in rows.order_by("text", "id").values_list("id", "text")]


def answered_subjects(kind: str, subjects: Collection[str]) -> set[str]:
    """Those of the subjects about which a named survey of that kind was answered."""
    return set(
        Invitation.objects.filter(survey__kind=kind, subject__in=subjects, answered=True).values_list(
            "subject", flat=True
        )
    )


def invitation_about(kind: str, subject: str, person_id: int) -> Invitation | None:
    """The person's own invitation on a subject."""
    return (
        Invitation.objects.filter(survey__kind=kind, subject=subject, person_id=person_id)
        .select_related("survey")
        .first()
    )


def due_for_reminders(today: date) -> list[int]:
    """Open surveys that remind."""
    found = Survey.objects.filter(opens_on__lte=today).filter(Q(closes_on=None) | Q(closes_on__gte=today))
    return [survey.pk for survey in found.order_by("pk") if survey.remind_after]


def questionnaires(kinds: Collection[str]) -> list[Questionnaire]:
    versions = QuestionnaireVersion.objects.order_by("-number")
    return list(
        Questionnaire.objects.filter(kind__in=kinds)
        .prefetch_related(Prefetch("versions", queryset=versions))
        .order_by("title", "pk")
    )


def questionnaire(questionnaire_id: int) -> Questionnaire:
    """Raises Questionnaire.DoesNotExist."""
    versions = QuestionnaireVersion.objects.order_by("-number").select_related("published_by")
    return Questionnaire.objects.prefetch_related(Prefetch("versions", queryset=versions)).get(pk=questionnaire_id)
