from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('started', models.DateTimeField()),
                ('seen', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ScheduledRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('due', models.DateTimeField()),
                ('started', models.DateTimeField()),
                ('finished', models.DateTimeField(null=True)),
                ('outcome', models.CharField(choices=[('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('lost', 'lost with its worker')], default='running', max_length=10)),
                ('worker', models.CharField(max_length=64)),
                ('error', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-due', 'name'],
                'constraints': [models.UniqueConstraint(fields=('name', 'due'), name='scheduled_run_once_a_due_moment'), models.CheckConstraint(condition=models.Q(('outcome__in', ['running', 'done', 'failed', 'lost'])), name='scheduled_run_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('finished', None), ('outcome', 'running')), ('finished__isnull', False), _connector='OR'), name='scheduled_run_finished_unless_running')],
            },
        ),
    ]
