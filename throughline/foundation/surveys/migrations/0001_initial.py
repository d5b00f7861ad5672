import django.db.models.deletion
import simple_history.models
import throughline.foundation.surveys.models
import throughline.foundation.surveys.rules
import uuid
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
            name='HistoricalQuestionnaire',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('history_change_reason', models.TextField(null=True)),
                ('space', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.space')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical questionnaire',
                'verbose_name_plural': 'historical questionnaires',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('key', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['title', 'pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('space', 'key'), name='survey_questionnaire_once')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalQuestionnaireVersion',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('introduction', models.TextField(blank=True)),
                ('questions', models.JSONField()),
                ('one_a_page', models.BooleanField(default=False)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('space', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.space')),
                ('questionnaire', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='surveys.questionnaire')),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical questionnaire version',
                'verbose_name_plural': 'historical questionnaire versions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='QuestionnaireVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='surveys.questionnaire')),
                ('number', models.PositiveIntegerField()),
                ('introduction', models.TextField(blank=True)),
                ('questions', models.JSONField()),
                ('one_a_page', models.BooleanField(default=False)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['questionnaire', '-number'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'number'), name='survey_version_once'), models.UniqueConstraint(condition=models.Q(('published_on', None)), fields=('questionnaire',), name='survey_version_one_draft'), models.CheckConstraint(condition=models.Q(models.Q(('published_by', None), ('published_on', None)), models.Q(('published_by__isnull', False), ('published_on__isnull', False)), _connector='OR'), name='survey_version_published_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalSurvey',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('about', models.CharField(max_length=100)),
                ('title', models.CharField(max_length=250)),
                ('naming', models.CharField(choices=[('named', 'named'), ('anonymous', 'anonymous')], max_length=9)),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField(blank=True, null=True)),
                ('remind_after', models.JSONField(default=list)),
                ('threshold', models.PositiveIntegerField(default=5)),
                ('history_change_reason', models.TextField(null=True)),
                ('space', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.space')),
                ('version', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='surveys.questionnaireversion')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical survey',
                'verbose_name_plural': 'historical surveys',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='surveys.questionnaireversion')),
                ('kind', models.CharField(max_length=60)),
                ('about', models.CharField(max_length=100)),
                ('title', models.CharField(max_length=250)),
                ('naming', models.CharField(choices=[('named', 'named'), ('anonymous', 'anonymous')], max_length=9)),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField(blank=True, null=True)),
                ('remind_after', models.JSONField(default=list)),
                ('threshold', models.PositiveIntegerField(default=5)),
            ],
            options={
                'ordering': ['-opens_on', '-pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('space', 'kind', 'about'), name='survey_once_an_owner_and_about'), models.CheckConstraint(condition=models.Q(('closes_on', None), ('closes_on__gte', models.F('opens_on')), _connector='OR'), name='survey_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('naming__in', ['named', 'anonymous'])), name='survey_naming_known'), models.CheckConstraint(condition=models.Q(models.Q(('naming', throughline.foundation.surveys.rules.Naming['ANONYMOUS']), _negated=True), ('threshold__gte', 5), _connector='OR'), name='survey_anonymous_hides_small_groups')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='surveys.survey')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('email', models.EmailField(max_length=254)),
                ('subject', models.CharField(blank=True, max_length=100)),
                ('group', models.CharField(blank=True, max_length=120)),
                ('token', models.CharField(default=throughline.foundation.surveys.models.new_token, max_length=40, null=True, unique=True)),
                ('asked_on', models.DateField()),
                ('reminders', models.PositiveIntegerField(default=0)),
                ('answered', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('survey', 'email', 'subject'), name='survey_invitation_once'), models.CheckConstraint(condition=models.Q(('answered', True), ('token__isnull', False), _connector='OR'), name='survey_invitation_has_a_link')],
                'indexes': [models.Index(fields=['survey', 'answered'], name='survey_invitation_state'), models.Index(fields=['person', 'answered'], name='survey_invitation_person')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='surveys.invitation')),
                ('answers', models.JSONField(default=dict)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='surveys.survey')),
                ('invitation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='response', to='surveys.invitation')),
                ('group', models.CharField(blank=True, max_length=120)),
                ('day', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('day', None), ('invitation', None)), models.Q(('day__isnull', False), ('invitation__isnull', False)), _connector='OR'), name='survey_response_named_or_not_at_all')],
                'indexes': [models.Index(fields=['survey'], name='survey_response_survey')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='surveys.response')),
                ('question', models.CharField(max_length=60)),
                ('value', models.CharField(blank=True, max_length=10)),
                ('number', models.IntegerField(blank=True, null=True)),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['question', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('response', 'question', 'value'), name='survey_answer_once'), models.CheckConstraint(condition=models.Q(models.Q(('value', ''), _negated=True), ('number__isnull', False), models.Q(('text', ''), _negated=True), _connector='OR'), name='survey_answer_says_something')],
                'indexes': [models.Index(fields=['question'], name='survey_answer_question')],
            },
        ),
        migrations.CreateModel(
            name='OpenLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='surveys.survey')),
                ('group', models.CharField(max_length=120)),
                ('token', models.CharField(default=throughline.foundation.surveys.models.new_token, max_length=40, unique=True)),
                ('expected', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('survey', 'group'), name='survey_link_once_a_group'), models.CheckConstraint(condition=models.Q(('group', ''), _negated=True), name='survey_link_of_a_group')],
            },
        ),
    ]
