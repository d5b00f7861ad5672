from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0002_money_is_never_changed")]
    operations = [
        migrations.AddField(
            model_name="session",
            name="agency_most",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="most places of one agency"),
        ),
        migrations.AddField(
            model_name="historicalsession",
            name="agency_most",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="most places of one agency"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_most__isnull", True), ("agency_most__gt", 0), _connector="OR"),
                name="training_session_most_of_an_agency_is_some",
            ),
        ),
    ]
