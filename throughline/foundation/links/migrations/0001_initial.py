import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalLink',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('source_kind', models.CharField(max_length=60)),
                ('source_id', models.PositiveBigIntegerField()),
                ('says', models.CharField(choices=[('led_to', 'led to'), ('tested_by', 'is tested by'), ('taught_in', 'is taught in'), ('told_in', 'is told in'), ('written_in', 'is written in'), ('cited_in', 'is cited in')], max_length=20)),
                ('target_kind', models.CharField(max_length=60)),
                ('target_id', models.PositiveBigIntegerField()),
                ('history_change_reason', models.TextField(null=True)),
                ('space', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.space')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical link',
                'verbose_name_plural': 'historical links',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('source_kind', models.CharField(max_length=60)),
                ('source_id', models.PositiveBigIntegerField()),
                ('says', models.CharField(choices=[('led_to', 'led to'), ('tested_by', 'is tested by'), ('taught_in', 'is taught in'), ('told_in', 'is told in'), ('written_in', 'is written in'), ('cited_in', 'is cited in')], max_length=20)),
                ('target_kind', models.CharField(max_length=60)),
                ('target_id', models.PositiveBigIntegerField()),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('space', 'source_kind', 'source_id', 'says', 'target_kind', 'target_id'), name='link_once'), models.CheckConstraint(condition=models.Q(('says__in', ['led_to', 'tested_by', 'taught_in', 'told_in', 'written_in', 'cited_in'])), name='link_says_known'), models.CheckConstraint(condition=models.Q(('source_id', models.F('target_id')), ('source_kind', models.F('target_kind')), _negated=True), name='link_between_two_records')],
                'indexes': [models.Index(fields=['target_kind', 'target_id'], name='link_by_target')],
            },
        ),
    ]
