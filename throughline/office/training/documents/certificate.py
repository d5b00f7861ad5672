"""A certificate as an accessible PDF with a QR code. Finished values in, bytes out."""

import io

import segno

from throughline.foundation.documents import pdf
from throughline.foundation.documents.blocks import Document, Paragraph, Picture, Run, text


def certificate_pdf(*, name: str, title: str, day: str, hours: str, partnership: str, code: str, url: str) -> bytes:
    """`url` is the public page on which anyone checks it. Raises PdfUnavailable, PdfFailed."""
    lasted = f" ({hours} of learning)" if hours else ""
    document = Document(
        title="Certificate of attendance",
        subtitle=name,
        lines=(f"attended every day of {title}{lasted}, which ended on {day}, and evaluated it.", partnership),
        blocks=(
            Picture(qr_code(url), alt=f"QR code that leads to {url}", caption="Anyone can check this certificate."),
            Paragraph(text("Code: ", Run(code, strong=True))),
            Paragraph(text("Check it at ", Run(url, link=url))),
        ),
        author=partnership,
        cover=False,
    )
    return pdf.write(document)


def qr_code(url: str) -> bytes:
    """An SVG of about 35 mm."""
    out = io.BytesIO()
    segno.make_qr(url, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return out.getvalue()
