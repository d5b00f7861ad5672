"""Courses that are played here, how far people are, and completions."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from throughline.foundation.access.models import User
from throughline.office.training.models import Attempt, Completion, Course, Package, PackageFile, PersonMerge
from throughline.office.training.queries.people import now_known_as
from throughline.office.training.rules.elearning import Known, People
from throughline.office.training.rules.programme import CourseStatus
from throughline.office.training.rules.scorm import Progress


def packages() -> QuerySet[Package]:
    """Those in use, by title, with how many people opened and completed them. One query."""
    done = Count("attempts", filter=Q(attempts__progress=Progress.DONE))
    return (
        Package.objects.filter(in_use=True)
        .select_related("course")
        .annotate(people=Count("attempts"), done=done)
        .order_by("course__title", "pk")
    )


def offered() -> QuerySet[Package]:
    """What anybody may start."""
    found = Package.objects.filter(in_use=True, course__status=CourseStatus.OFFERED)
    return found.select_related("course").order_by("course__title", "pk")


def package(package_id: int) -> Package:
    """Raises Package.DoesNotExist."""
    return Package.objects.select_related("course", "file").get(pk=package_id)


def course_choices() -> list[tuple[int, str]]:
    return [(course.pk, f"{course.title} ({course.mode})") for course in Course.objects.order_by("title", "mode")]


def attempts_on(package_id: int) -> QuerySet[Attempt]:
    return Attempt.objects.filter(package_id=package_id).select_related("person").order_by("person__name", "pk")


def my_attempt(attempt_id: int, person: User) -> Attempt:
    """Raises Attempt.DoesNotExist for anybody else's."""
    return Attempt.objects.select_related("package__course").get(pk=attempt_id, person=person)


def my_attempts(person: User) -> dict[int, Attempt]:
    """By package."""
    return {attempt.package_id: attempt for attempt in Attempt.objects.filter(person=person)}


def completions() -> QuerySet[Completion]:
    return Completion.objects.select_related("person", "course").order_by("-day", "-pk")


def package_file(package_id: int, path: str) -> PackageFile | None:
    return PackageFile.objects.filter(package_id=package_id, path=path).first()


def courses_by_title() -> dict[str, Course]:
    """A title that several courses have leads to the e-learning one, then to the first."""
    found: dict[str, Course] = {}
    for course in Course.objects.order_by("-delivery", "pk"):
        if course.title not in found or course.delivery == "e_learning":
            found[course.title] = course
    return found


def people() -> People:
    """Everybody with an account; one whose training was moved stands for the other. Two queries, and a few for each
    that was moved."""
    moved = PersonMerge.objects.order_by().values_list("merged_id", flat=True).distinct()
    now = {pk: now_known_as(pk) for pk in moved}
    rows = User.objects.filter(is_system=False).order_by().values_list("pk", "email", "name", "agency_name")
    return People(Known(now.get(pk, pk), *who) for pk, *who in rows.iterator())


def completed_days() -> set[tuple[int, int, date]]:
    """(person, course, day) of every completion on record. One query."""
    return set(Completion.objects.order_by().values_list("person_id", "course_id", "day").iterator())
