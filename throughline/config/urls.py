"""Every tree of addresses. Ours declare their access view by view; third-party trees are listed in access.gate."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as editors_urls

from throughline.config import views
from throughline.foundation.access.gate import public
from throughline.foundation.ui.gallery import gallery

urlpatterns = [
    path("health/", views.health, name="health"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("files/", include("throughline.foundation.documents.urls")),
    path("accounts/", include("throughline.foundation.accounts.sign_in_urls")),
    path("office/mail/", include("throughline.foundation.notices.urls")),
    path("", include("throughline.foundation.surveys.urls")),
    path("", include("throughline.foundation.links.urls")),
    path("office/restricted/", include("throughline.foundation.restricted.urls")),
    path("", include("throughline.foundation.figures.urls")),
    path("", include("throughline.office.training.urls")),  # early: a rush for places passes here
    path("office/statistics/", include("throughline.foundation.statistics.urls")),
    path("office/actions/", include("throughline.office.actions.urls")),
    path("office/dataset/", include("throughline.office.dataset.urls")),
    path("api/", include("throughline.office.dataset.urls.interface")),
    path("", include("throughline.office.audits.urls")),
    path("data/", include("throughline.office.dataset.public_urls")),
    path("office/reviews/", include("throughline.office.reviews.urls")),
    path("office/report/", include("throughline.publishing.yearly_report.urls")),
    path("office/library/", include("throughline.publishing.library.urls")),
    path("library/", include("throughline.publishing.library.public_urls")),
    path("reports/", include("throughline.publishing.yearly_report.public_urls")),
    path("", include("throughline.publishing.bulletin.urls")),
    path("cms/", include(editors_urls)),
    path("", include("throughline.foundation.accounts.urls")),
]
if settings.ANYMAIL:
    # Its own gate: the password in the webhook's address, ANYMAIL_WEBHOOK_SECRET.
    urlpatterns.insert(0, path("anymail/", include("anymail.urls")))
if settings.DEMONSTRATION:
    urlpatterns.append(path("demonstration/outbox/", include("throughline.foundation.notices.demonstration_urls")))
if settings.BENCH:
    urlpatterns.append(path("ceiling/", views.ceiling, name="ceiling"))
if not settings.PRODUCTION:
    urlpatterns.append(path("gallery/", public(gallery), name="gallery"))
# Last: whatever is no address of ours may be a page that editors wrote.
urlpatterns.append(path("", include("throughline.publishing.website.urls")))
