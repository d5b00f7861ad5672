import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('columns', models.TextField(unique=True)),
                ('filters', models.JSONField(default=list)),
                ('indicators', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=9, unique=True)),
                ('level', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('old_code', models.CharField(blank=True, max_length=3)),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='statistics.area')),
            ],
            options={
                'ordering': ['name', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['National', 'Regional', 'Local authority', 'Local authority district', 'Parliamentary constituency'])), name='area_level_known')],
                'indexes': [models.Index(fields=['old_code'], name='area_by_old_code')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='statistics.dataset')),
                ('indicator', models.CharField(max_length=200)),
                ('choice', models.CharField(max_length=1000)),
            ],
            options={
                'ordering': ['data_set', 'indicator', 'choice'],
                'constraints': [models.UniqueConstraint(fields=('data_set', 'indicator', 'choice'), name='series_once')],
            },
        ),
        migrations.CreateModel(
            name='StatisticsFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField()),
                ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('imported_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-imported_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='NeighbourModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.CharField(max_length=4, unique=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='statistics.statisticsfile')),
            ],
            options={
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='Neighbour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='neighbours', to='statistics.neighbourmodel')),
                ('area', models.CharField(max_length=3)),
                ('rank', models.PositiveSmallIntegerField()),
                ('neighbour', models.CharField(max_length=3)),
                ('neighbour_name', models.CharField(max_length=120)),
                ('closeness', models.CharField(max_length=20)),
            ],
            options={
                'ordering': ['area', 'rank'],
                'constraints': [models.UniqueConstraint(fields=('model', 'area', 'rank'), name='neighbour_once_a_rank'), models.UniqueConstraint(fields=('model', 'area', 'neighbour'), name='neighbour_once')],
            },
        ),
        migrations.CreateModel(
            name='Statistic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statistics', to='statistics.series')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='statistics.area')),
                ('period', models.CharField(max_length=6)),
                ('identifier', models.CharField(max_length=40)),
                ('number', models.DecimalField(blank=True, decimal_places=8, max_digits=24, null=True)),
                ('symbol', models.CharField(blank=True, max_length=3)),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='statistics.statisticsfile')),
                ('row', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'area', 'period', 'identifier'), name='statistic_once'), models.CheckConstraint(condition=models.Q(('number__isnull', False), models.Q(('symbol', ''), _negated=True), _connector='OR'), name='statistic_is_a_number_or_a_symbol'), models.CheckConstraint(condition=models.Q(('symbol__in', ['', 'b', 'c', 'e', 'er', 'f', 'k', 'low', 'ns', 'p', 'r', 's', 'ss', 'sss', 'u', 'w', 'x', 'z', ':'])), name='statistic_symbol_known')],
            },
        ),
        migrations.CreateModel(
            name='StatisticRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statistic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='statistics.statistic')),
                ('number', models.DecimalField(blank=True, decimal_places=8, max_digits=24, null=True)),
                ('symbol', models.CharField(blank=True, max_length=3)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='statistics.statisticsfile')),
                ('row', models.PositiveIntegerField()),
                ('replaced_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='statistics.statisticsfile')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__isnull', False), models.Q(('symbol', ''), _negated=True), _connector='OR'), name='statistic_revision_is_a_number_or_a_symbol')],
            },
        ),
    ]
