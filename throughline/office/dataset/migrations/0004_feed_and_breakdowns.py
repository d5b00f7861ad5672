import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dataset', '0003_narrative_and_releases'),
        ('partnership', '0001_initial'),
        ('tenancy', '0002_restricted_spaces'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BreakdownCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('breakdown', models.CharField(max_length=60)),
                ('category', models.CharField(max_length=100)),
                ('position', models.PositiveSmallIntegerField()),
                ('population', models.PositiveIntegerField(null=True)),
                ('vintage', models.CharField(blank=True, max_length=200, verbose_name='which estimate of the population')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('space', 'breakdown', 'category'), name='breakdown_category_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('breakdown', ''), _negated=True), models.Q(('category', ''), _negated=True)), name='breakdown_category_is_named'),
                    models.CheckConstraint(condition=models.Q(('population', None), models.Q(('vintage', ''), _negated=True), _connector='OR'), name='breakdown_population_has_its_vintage'),
                ],
                'ordering': ['breakdown', 'position', 'pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='HistoricalBreakdownCategory',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('breakdown', models.CharField(max_length=60)),
                ('category', models.CharField(max_length=100)),
                ('position', models.PositiveSmallIntegerField()),
                ('population', models.PositiveIntegerField(null=True)),
                ('vintage', models.CharField(blank=True, max_length=200, verbose_name='which estimate of the population')),
                ('at', models.DateTimeField()),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.space')),
            ],
            options={
                'verbose_name': 'historical breakdown category',
                'verbose_name_plural': 'historical breakdown categorys',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='apikey',
            name='audience',
            field=models.CharField(choices=[('agencies', 'Agencies and keyed feeds'), ('subgroup', 'The subgroup’s pack')], default='agencies', max_length=10),
        ),
        migrations.AddField(
            model_name='historicalapikey',
            name='audience',
            field=models.CharField(choices=[('agencies', 'Agencies and keyed feeds'), ('subgroup', 'The subgroup’s pack')], default='agencies', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['agencies', 'subgroup'])), name='api_key_audience_known'),
        ),
    ]
