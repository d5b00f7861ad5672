"""Packages come in, courses are played, completions are recorded and imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from simple_history.utils import bulk_create_with_history

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.documents.api import add_upload
from throughline.foundation.sheets.api import take_upload
from throughline.foundation.tenancy import scope
from throughline.office.training.models import Attempt, Completion, Course, LearningRecord, Package, PackageFile
from throughline.office.training.packages import UnpackedPackage
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.rules.elearning import CompletedBy, completion_key
from throughline.office.training.rules.learning import LearntBy, runs_out
from throughline.office.training.rules.programme import CourseStatus
from throughline.office.training.rules.scorm import (
    BadRecord,
    Progress,
    Version,
    checked,
    mean_score,
    progress_of,
    progress_of_all,
    score_of,
    seconds_of,
)

PACKAGE_KIND = "training.package"
IMPORT = "training.completions"


class OpenedElsewhere(Refused):
    """A newer visit has begun in another window: this one may not record any more."""


@dataclass(frozen=True)
class CompletionRow:
    """A row of another learning system's list. `person_id` is None for an address that is new here."""

    person_id: int | None
    email: str
    name: str
    agency: str
    course_id: int
    day: date
    score: Decimal | None


@operation(TrainingPermission.MANAGE)
def add_package(*, course_id: int, unpacked: UnpackedPackage, by: Actor, at: datetime) -> Package:
    """The newest package of a course is the one that is played; whoever began an older one goes on with the new one
    from its beginning, and what they completed stays. Raises Course.DoesNotExist, Refused.
    """
    course = Course.objects.select_for_update().get(pk=course_id)
    for old in Package.objects.filter(course=course, in_use=True):
        old.in_use = False
        old.save(update_fields=["in_use"])
    file = add_upload(by=by, at=at, upload=unpacked.upload, kind=PACKAGE_KIND, space_id=course.space_id)
    manifest = unpacked.manifest
    package = Package.objects.create(
        space_id=course.space_id, course=course, version=manifest.version, title=manifest.title or course.title,
        parts=[part.as_dict() for part in manifest.parts], file=file,
    )  # fmt: skip
    PackageFile.objects.bulk_create(
        PackageFile(
            space_id=course.space_id, package=package, path=path, sha256=content.sha256, size=content.size
        )
        for path, content in unpacked.files.items()
    )  # fmt: skip
    return package


@operation(TrainingPermission.MANAGE)
def stop_package(*, package_id: int, by: Actor) -> None:
    """It cannot be opened any more; who completed it stays on record. Raises Package.DoesNotExist."""
    package = Package.objects.select_for_update().get(pk=package_id)
    package.in_use = False
    package.save(update_fields=["in_use"])


@operation(TrainingPermission.BOOK)
def open_package(*, package_id: int, by: Actor, at: datetime) -> Attempt:
    """Begins a visit; an older one in another window may not record any more. Raises Package.DoesNotExist, Refused."""
    if by.user is None:
        raise Refused("Sign in to take this course.")
    package = Package.objects.select_related("course").get(pk=package_id, in_use=True)
    if package.course.status != CourseStatus.OFFERED:
        raise Refused("This course is not offered any more.")
    Attempt.objects.get_or_create(
        package=package, person=by.user,
        defaults={"space_id": package.space_id, "started_at": at, "recorded_at": at},
    )  # fmt: skip
    attempt = Attempt.objects.select_for_update().get(package=package, person=by.user)
    version = Version(package.version)
    for part, values in attempt.state.items():
        attempt.earlier_seconds[part] = attempt.earlier_seconds.get(part, 0) + seconds_of(version, values)
        values.pop("cmi.core.session_time", None)
        values.pop("cmi.session_time", None)
    attempt.visit += 1
    attempt.save(update_fields=["visit", "earlier_seconds", "state"])
    return attempt


@operation(TrainingPermission.BOOK)
def record_progress(
    *, attempt_id: int, visit: int, part: int, values: object, by: Actor, at: datetime, real_at: datetime
) -> Attempt:
    """What the playing course says of one part, counted from 0; the same again changes nothing. The course is recorded
    as completed once, on the business day it was. Raises Attempt.DoesNotExist, BadRecord, OpenedElsewhere.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("package__course")
        .get(pk=attempt_id, person=by.user)
    )
    if attempt.visit != visit:
        raise OpenedElsewhere("This course was opened in another window. What you do in this one is not recorded.")
    version, parts = Version(attempt.package.version), attempt.package.manifest_parts
    if not 0 <= part < len(parts):
        raise BadRecord("The course has no such part.")
    attempt.state[str(part)] = {**attempt.state.get(str(part), {}), **checked(version, values)}
    states = [attempt.state.get(str(number), {}) for number in range(len(parts))]
    found = progress_of_all(
        [progress_of(version, state, each.mastery) for state, each in zip(states, parts, strict=True)]
    )
    attempt.seconds = sum(attempt.earlier_seconds.values()) + sum(seconds_of(version, state) for state in states)
    attempt.recorded_at = at
    if attempt.progress != Progress.DONE:  # TR-135
        attempt.progress = found
        attempt.score = mean_score([score_of(version, state) for state in states])
        if found is Progress.DONE:
            attempt.done_at = at
            _complete(attempt, by=by, at=at, real_at=real_at)
    attempt.save()
    return attempt


def _complete(attempt: Attempt, *, by: Actor, at: datetime, real_at: datetime) -> None:
    course, day = attempt.package.course, at.date()
    Completion.objects.get_or_create(
        space_id=attempt.space_id, person=attempt.person, course=course, day=day,
        defaults={
            "score": attempt.score, "source": CompletedBy.PLAYED, "agency_name": attempt.person.agency_name,
            "made_by": attempt.person, "made_at": real_at,
        },
    )  # fmt: skip
    LearningRecord.objects.get_or_create(
        space_id=attempt.space_id, by=LearntBy.ELEARNING,
        source_key=completion_key(attempt.person_id, course.pk, day),
        defaults={
            "person": attempt.person, "course": course, "title": course.title, "day": day, "hours": course.hours,
            "runs_out": runs_out(day, course.refresh_months),
        },
    )  # fmt: skip


@operation(TrainingPermission.RECORD)
def import_completions(*, rows: Sequence[CompletionRow], upload_id: int, by: Actor, real_at: datetime) -> int:
    """All or nothing; rows that are on record already were left out when the file was read. Returns how many.

    TR-138: a new address makes a person. Raises Refused when the file was written already.
    """
    take_upload(upload_id=upload_id, purpose=IMPORT, by=by, at=real_at)
    space_id = scope.current().home_id
    courses = {course.pk: course for course in Course.objects.filter(pk__in={row.course_id for row in rows})}
    new = {row.email.lower(): row for row in rows if row.person_id is None}
    made = User.objects.bulk_create(
        [
            User(email=email, name=row.name, agency_name=row.agency, password=make_password(None))
            for email, row in new.items()
        ],
        batch_size=500,
    )
    ids = {user.email: user.pk for user in made}
    completions, learnt = [], []
    for row in rows:
        person_id = row.person_id or ids[row.email.lower()]
        course = courses[row.course_id]
        completions.append(
            Completion(
                space_id=space_id, person_id=person_id, course=course, day=row.day, score=row.score,
                source=CompletedBy.IMPORTED, agency_name=row.agency, made_by=by.user, made_at=real_at,
            )
        )  # fmt: skip
        learnt.append(
            LearningRecord(
                space_id=space_id, person_id=person_id, course=course, title=course.title, by=LearntBy.ELEARNING,
                source_key=completion_key(person_id, course.pk, row.day), day=row.day, hours=course.hours,
                runs_out=runs_out(row.day, course.refresh_months),
            )
        )  # fmt: skip
    Completion.objects.bulk_create(completions, batch_size=500)
    bulk_create_with_history(learnt, LearningRecord, batch_size=500, default_user=by.user, default_date=real_at)
    return len(completions)
