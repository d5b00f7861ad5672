"""The public site. The catch-all of the editors' pages comes last of all addresses (throughline.config.urls)."""

from django.urls import include, path, re_path

from throughline.publishing.website.views import addresses, finding, office, pages, records, sharing

own = [
    path("partnership/", records.partnership, name="partnership"),
    path("partnership/groups/", records.groups, name="groups"),
    path("partnership/groups/<slug:slug>/", records.group, name="group"),
    path("priorities/", records.priorities, name="priorities"),
    path("learning/", records.learning, name="learning"),
    path("learning/themes/", records.themes, name="learning_themes"),
    path("office/", office.office, name="office"),
    path("office/addresses/", addresses.addresses, name="addresses"),
    path("office/addresses/forget/", addresses.forget, name="address_forget"),
    path("search/", finding.search, name="search"),
    path("news/feed.xml", finding.news_feed, name="news_feed"),
    path("share.png", sharing.picture, name="picture"),
    path("sitemap.xml", finding.sitemap, name="sitemap"),
]

# Names that Wagtail itself asks for.
editors = [
    path("documents/<int:document_id>/<str:document_filename>", pages.document, name="wagtaildocs_serve"),
    path("media/images/<str:name>", pages.image, name="wagtail_image"),
    path("robots.txt", pages.robots, name="robots"),
    re_path(r"^((?:[\w\-]+/)*)$", pages.page, name="wagtail_serve"),
]

urlpatterns = [path("", include((own, "website"))), *editors]
