import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('key', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=100)),
                ('category', models.CharField(max_length=100)),
                ('to', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True)),
                ('keeps_text', models.BooleanField(default=True)),
                ('context', models.JSONField(default=dict)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('status', models.CharField(choices=[('queued', 'Waiting to be sent'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Not sent'), ('held', 'Held back: demonstration'), ('shown', 'Not sent: shown in the outbox')], default='queued', max_length=10)),
                ('put_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['-put_at', '-pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('space', 'key'), name='outbox_key_once_a_space'), models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'sending', 'sent', 'failed', 'held', 'shown'])), name='outbox_status'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sending'), _negated=True), ('claimed_at__isnull', False), _connector='OR'), name='outbox_sending_is_claimed')],
                'indexes': [models.Index(fields=['status', 'next_try_at'], name='outbox_by_next_try')],
            },
        ),
        migrations.CreateModel(
            name='OutboxAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='notices.outboxmessage')),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
    ]
