import django.db.models.deletion
import modelsearch.index
import taggit.managers
import throughline.publishing.library.rules.documents
import throughline.publishing.website.context
import throughline.publishing.website.models.documents
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('tenancy', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, help_text='One or two sentences under the title.', max_length=600)),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('picture', 4), ('call_out', 7), ('links', 13), ('contact', 15), ('numbers', 16), ('cookies', 17), ('records', 19)], blank=True, block_lookup={0: ('throughline.publishing.website.blocks.HeadingBlock', (), {'max_length': 200}), 1: ('throughline.publishing.website.blocks.TextBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {}), 3: ('wagtail.blocks.CharBlock', (), {'max_length': 300, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('note', 'Note, with a line beside it'), ('warning', 'Warning, with an exclamation mark')]}), 6: ('wagtail.blocks.TextBlock', (), {}), 7: ('wagtail.blocks.StructBlock', [[('kind', 5), ('text', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 200}), 9: ('wagtail.blocks.PageChooserBlock', (), {'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example /training/ or https://…', 'max_length': 500, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('label', 8), ('page', 9), ('address', 10), ('note', 3)]], {}), 12: ('wagtail.blocks.ListBlock', (11,), {'min_num': 1}), 13: ('wagtail.blocks.StructBlock', [[('links', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 15: ('wagtail.blocks.StructBlock', [[('heading', 14)]], {}), 16: ('throughline.publishing.website.blocks.NumbersBlock', (), {}), 17: ('throughline.publishing.website.blocks.CookiesBlock', (), {}), 18: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('training', 'Training coming up'), ('priorities', 'Our priorities'), ('learning', 'What we have learned'), ('reports', 'Yearly report'), ('library', 'New in the library')]}), 19: ('wagtail.blocks.StructBlock', [[('heading', 14), ('what', 18)]], {})})),
                ('quick_exit', models.BooleanField(default=False, help_text='Shows a button that leaves this site at once: for pages that children or victims may have to hide.', verbose_name='quick way out')),
            ],
            options={
                'verbose_name': 'page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, help_text='One or two sentences under the title.', max_length=600)),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('picture', 4), ('call_out', 7), ('links', 13), ('contact', 15), ('numbers', 16), ('cookies', 17), ('records', 19)], blank=True, block_lookup={0: ('throughline.publishing.website.blocks.HeadingBlock', (), {'max_length': 200}), 1: ('throughline.publishing.website.blocks.TextBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {}), 3: ('wagtail.blocks.CharBlock', (), {'max_length': 300, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('note', 'Note, with a line beside it'), ('warning', 'Warning, with an exclamation mark')]}), 6: ('wagtail.blocks.TextBlock', (), {}), 7: ('wagtail.blocks.StructBlock', [[('kind', 5), ('text', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 200}), 9: ('wagtail.blocks.PageChooserBlock', (), {'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example /training/ or https://…', 'max_length': 500, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('label', 8), ('page', 9), ('address', 10), ('note', 3)]], {}), 12: ('wagtail.blocks.ListBlock', (11,), {'min_num': 1}), 13: ('wagtail.blocks.StructBlock', [[('links', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 15: ('wagtail.blocks.StructBlock', [[('heading', 14)]], {}), 16: ('throughline.publishing.website.blocks.NumbersBlock', (), {}), 17: ('throughline.publishing.website.blocks.CookiesBlock', (), {}), 18: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('training', 'Training coming up'), ('priorities', 'Our priorities'), ('learning', 'What we have learned'), ('reports', 'Yearly report'), ('library', 'New in the library')]}), 19: ('wagtail.blocks.StructBlock', [[('heading', 14), ('what', 18)]], {})})),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PartnershipSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partnership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.partnership')),
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.site')),
                ('collection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.collection')),
                ('editors', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group')),
            ],
        ),
        migrations.CreateModel(
            name='SiteDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='SiteImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='SiteRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='website.siteimage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='rendition_once')],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name='LibraryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'library',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsListPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'news',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, help_text='One or two sentences under the title.', max_length=600)),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('picture', 4), ('call_out', 7), ('links', 13), ('contact', 15), ('numbers', 16), ('cookies', 17), ('records', 19)], blank=True, block_lookup={0: ('throughline.publishing.website.blocks.HeadingBlock', (), {'max_length': 200}), 1: ('throughline.publishing.website.blocks.TextBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {}), 3: ('wagtail.blocks.CharBlock', (), {'max_length': 300, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('note', 'Note, with a line beside it'), ('warning', 'Warning, with an exclamation mark')]}), 6: ('wagtail.blocks.TextBlock', (), {}), 7: ('wagtail.blocks.StructBlock', [[('kind', 5), ('text', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 200}), 9: ('wagtail.blocks.PageChooserBlock', (), {'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example /training/ or https://…', 'max_length': 500, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('label', 8), ('page', 9), ('address', 10), ('note', 3)]], {}), 12: ('wagtail.blocks.ListBlock', (11,), {'min_num': 1}), 13: ('wagtail.blocks.StructBlock', [[('links', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 15: ('wagtail.blocks.StructBlock', [[('heading', 14)]], {}), 16: ('throughline.publishing.website.blocks.NumbersBlock', (), {}), 17: ('throughline.publishing.website.blocks.CookiesBlock', (), {}), 18: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('training', 'Training coming up'), ('priorities', 'Our priorities'), ('learning', 'What we have learned'), ('reports', 'Yearly report'), ('library', 'New in the library')]}), 19: ('wagtail.blocks.StructBlock', [[('heading', 14), ('what', 18)]], {})})),
                ('day', models.DateField(default=throughline.publishing.website.context.today_shown)),
            ],
            options={
                'verbose_name': 'news item',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='DocumentPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('kind', models.CharField(choices=[(throughline.publishing.library.rules.documents.Kind['POLICY'], 'Policy'), (throughline.publishing.library.rules.documents.Kind['PROCEDURE'], 'Procedure'), (throughline.publishing.library.rules.documents.Kind['GUIDANCE'], 'Guidance'), (throughline.publishing.library.rules.documents.Kind['TOOLKIT'], 'Toolkit'), (throughline.publishing.library.rules.documents.Kind['LEAFLET'], 'Leaflet'), (throughline.publishing.library.rules.documents.Kind['BRIEFING'], 'Briefing'), (throughline.publishing.library.rules.documents.Kind['VIDEO'], 'Video'), (throughline.publishing.library.rules.documents.Kind['REVIEW'], 'Published review')], default='guidance', max_length=12)),
                ('summary', models.TextField(blank=True, help_text='One or two sentences under the title.', max_length=600)),
                ('sections', wagtail.fields.StreamField([('section', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 200}), 1: ('throughline.publishing.website.blocks.TextBlock', (), {}), 2: ('wagtail.blocks.StructBlock', [[('heading', 0), ('text', 1)]], {})})),
                ('files', wagtail.fields.StreamField([('file', 0)], blank=True, block_lookup={0: ('wagtail.documents.blocks.DocumentChooserBlock', (), {})})),
                ('version', models.CharField(default='1.0', help_text='Give a changed text a new version; the one before stays readable.', max_length=30)),
                ('what_changed', models.TextField(blank=True, max_length=600, verbose_name='what changed')),
                ('audience', models.CharField(blank=True, help_text='For example: schools', max_length=200, verbose_name='written for')),
                ('document_owner', models.CharField(blank=True, help_text='The post or group that answers for it.', max_length=200, verbose_name='owner')),
                ('owner_email', models.EmailField(blank=True, help_text='Hears of the review day. Not shown.', max_length=254, verbose_name='owner’s email')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                ('approved_by', models.CharField(blank=True, help_text='The body that approved this version, such as the Executive.', max_length=200)),
                ('approved_on', models.DateField(blank=True, null=True)),
                ('joint_with', models.ForeignKey(blank=True, help_text='A joint document has one text; it applies once each partnership has approved it.', limit_choices_to=throughline.publishing.website.models.documents.joint_spaces, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('theme', models.CharField(blank=True, max_length=100)),
                ('video_url', models.URLField(blank=True, max_length=500, verbose_name='address of the video')),
                ('transcript', models.TextField(blank=True, help_text='What is said and shown in the video.')),
            ],
            options={
                'verbose_name': 'document',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('path', models.CharField(max_length=500)),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('to', models.CharField(blank=True, max_length=500, verbose_name='leads to')),
            ],
            options={
                'verbose_name_plural': 'old addresses',
                'ordering': ['path'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('space', 'path'), name='website_old_address_once'), models.CheckConstraint(condition=models.Q(models.Q(('page', None), models.Q(('to', ''), _negated=True)), models.Q(('page__isnull', False), ('to', '')), _connector='OR'), name='website_old_address_leads_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.space')),
                ('key', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=300)),
                ('url', models.CharField(max_length=500)),
                ('summary', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('day', models.DateField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'search entries',
                'ordering': ['title', 'pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('space', 'key'), name='website_search_entry_once')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]
