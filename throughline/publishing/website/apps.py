from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "throughline.publishing.website"
    label = "website"
    verbose_name = "Public site"

    def ready(self) -> None:
        """Registers the receivers, and says where the records behind a figure can be read."""
        from django.urls import reverse

        from throughline.foundation.figures import pages
        from throughline.office.reviews.api import register_publishing_step
        from throughline.publishing.library import api as library
        from throughline.publishing.website import drafts, signals  # noqa: F401
        from throughline.publishing.website.review_publishing import publish_review

        library.register_drafts(drafts.drafts)
        library.register_places(drafts.places)
        register_publishing_step(publish_review)
        pages.register("organisation", lambda slug: reverse("website:partnership"))
        pages.register("group", lambda slug: reverse("website:group", args=[slug]))
        pages.register("priority", lambda slug: reverse("website:priorities"))
        pages.register("review", lambda slug: f"{reverse('website:learning')}#{slug}")
        pages.register("review themes", lambda slug: reverse("website:learning_themes"))
