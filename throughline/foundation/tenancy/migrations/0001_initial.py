import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Partnership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=63, unique=True)),
                ('name', models.CharField(max_length=200, unique=True)),
                ('short_name', models.CharField(blank=True, max_length=40)),
                ('area', models.CharField(max_length=100)),
                ('nation', models.CharField(default='England', max_length=40)),
                ('report_year_starts', models.CharField(default='04-01', help_text='Month and day, as 04-01.', max_length=5)),
                ('website', models.URLField(blank=True)),
                ('demonstration', models.BooleanField(default=False)),
                ('is_default', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='one_default_partnership')],
            },
        ),
        migrations.CreateModel(
            name='PartnershipHost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hosts', to='tenancy.partnership')),
                ('host', models.CharField(max_length=253, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Space',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('home', 'home'), ('joint', 'joint'), ('restricted', 'restricted')], max_length=10)),
                ('name', models.CharField(max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['home', 'joint', 'restricted'])), name='space_kind')],
            },
        ),
        migrations.CreateModel(
            name='SpacePartnership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partnerships', to='tenancy.space')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spaces', to='tenancy.partnership')),
                ('role', models.CharField(choices=[('owner', 'owner'), ('participant', 'participant')], default='owner', max_length=12)),
                ('starts', models.DateField(blank=True, null=True)),
                ('ends', models.DateField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('space', 'partnership'), name='space_once_a_partnership'), models.CheckConstraint(condition=models.Q(('starts', None), ('ends', None), ('ends__gte', models.F('starts')), _connector='OR'), name='space_partnership_ends_after_start')],
            },
        ),
    ]
