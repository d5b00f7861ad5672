"""Every session that is on record gets its day, and what the file gave is remembered beside what is so now."""

from typing import Any

from django.db import migrations


def give_days(apps: Any, schema_editor: Any) -> None:
    session_model = apps.get_model("training", "Session")
    day_model = apps.get_model("training", "SessionDay")
    for session in session_model.objects.filter(days__isnull=True):
        day_model.objects.create(
            space_id=session.space_id, session=session, starts=session.starts, ends=session.ends
        )
    words = {"open": "open", "invite_only": "invite only"}
    for session in session_model.objects.exclude(source_file="").filter(loaded_starts__isnull=True):
        session_model.objects.filter(pk=session.pk).update(
            loaded_starts=session.starts, loaded_ends=session.ends, loaded_booking=words[session.booking_kind]
        )
    apps.get_model("training", "Course").objects.exclude(mode__iexact="in person").update(delivery="virtual")
    bookings = apps.get_model("training", "Booking").objects.filter(agency_name="").select_related("person")
    for booking in bookings.exclude(person__agency_name=""):
        type(booking).objects.filter(pk=booking.pk).update(agency_name=booking.person.agency_name)


class Migration(migrations.Migration):
    dependencies = [("training", "0002_programme")]
    operations = [migrations.RunPython(give_days, migrations.RunPython.noop)]
