import django.db.models.deletion
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
            name='StateEntered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('machine', models.CharField(max_length=60)),
                ('row_id', models.PositiveBigIntegerField()),
                ('source', models.CharField(blank=True, max_length=40)),
                ('transition', models.CharField(blank=True, max_length=40)),
                ('state', models.CharField(max_length=40)),
                ('reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('real_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('source', ''), ('transition', '')), models.Q(models.Q(('source', ''), _negated=True), models.Q(('transition', ''), _negated=True)), _connector='OR'), name='state_entered_by_a_transition_or_first'), models.UniqueConstraint(condition=models.Q(('transition', '')), fields=('machine', 'row_id'), name='state_entered_first_once')],
                'indexes': [models.Index(fields=['machine', 'row_id'], name='state_entered_by_row')],
            },
        ),
    ]
