"""What editors can put on a page. Blocks that show records draw them when the page is read; nothing is copied."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from throughline.publishing.website import records
from throughline.publishing.website.context import moment_shown
from throughline.publishing.website.cookies import cookies

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
ADDRESS_STARTS = ("/", "https://", "http://", "mailto:", "tel:")


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = "Heading"
        template = "website/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "website/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    """An image says what it shows, or that it is only decoration: one of the two is required."""

    image = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=300)

    class Meta:
        icon = "image"
        label = "Image"
        template = "website/blocks/picture.html"


class CallOutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[("note", "Note, with a line beside it"), ("warning", "Warning, with an exclamation mark")],
        default="note",
    )
    text = blocks.TextBlock()

    class Meta:
        icon = "warning"
        label = "Call-out"
        template = "website/blocks/call_out.html"


class LinkBlock(blocks.StructBlock):
    """To a page of this site or to an address: exactly one of them."""

    label = blocks.CharBlock(max_length=200)
    page = blocks.PageChooserBlock(required=False)
    address = blocks.CharBlock(required=False, max_length=500, help_text="For example /training/ or https://…")
    note = blocks.CharBlock(required=False, max_length=300)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            raise blocks.StructBlockValidationError(
                block_errors={"page": ValidationError("Choose a page or give an address, one of the two.")}
            )
        if cleaned["address"] and not cleaned["address"].startswith(ADDRESS_STARTS):
            raise blocks.StructBlockValidationError(
                block_errors={"address": ValidationError("Start it with /, https://, mailto: or tel:")}
            )
        return cleaned


class LinksBlock(blocks.StructBlock):
    links = blocks.ListBlock(LinkBlock(), min_num=1)

    class Meta:
        icon = "list-ul"
        label = "List of links"
        template = "website/blocks/links.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["links"] = [
            {
                "label": link["label"],
                "url": link["page"].get_url(context.get("request")) if link["page"] else link["address"],
                "note": link["note"],
            }
            for link in value["links"]
            if link["address"] or (link["page"] and link["page"].live)
        ]
        return context


class ContactBlock(blocks.StructBlock):
    """The partnership's own contacts as they stand on its record."""

    heading = blocks.CharBlock(required=False, max_length=200)

    class Meta:
        icon = "mail"
        label = "Contact of the partnership"
        template = "website/blocks/contact.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["contacts"] = records.contacts()
        return context


class NumbersBlock(blocks.StaticBlock):
    """The numbers to call about a child, from the record."""

    class Meta:
        icon = "warning"
        label = "Numbers to call"
        admin_text = "Shows the numbers to call about a child, as they stand on the partnership's record."
        template = "website/blocks/numbers.html"


class CookiesBlock(blocks.StaticBlock):
    """The cookies that this site sets, from its own settings."""

    class Meta:
        icon = "list-ul"
        label = "Cookies of this site"
        admin_text = "Lists the cookies that this site sets, with what they are for and how long they last."
        template = "website/blocks/cookies.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["cookies"] = cookies()
        return context


class RecordsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False, max_length=200)
    what = blocks.ChoiceBlock(choices=[(key, kind.label) for key, kind in records.KINDS.items()])

    class Meta:
        icon = "table"
        label = "From the records"
        template = "website/blocks/records.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["listing"] = records.KINDS[value["what"]].rows(moment_shown())
        context["heading"] = value["heading"] or records.KINDS[value["what"]].label
        return context


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=200)
    text = TextBlock()
    picture = PictureBlock()
    call_out = CallOutBlock()
    links = LinksBlock()
    contact = ContactBlock()
    numbers = NumbersBlock()
    cookies = CookiesBlock()
    records = RecordsBlock()

    class Meta:
        required = False
