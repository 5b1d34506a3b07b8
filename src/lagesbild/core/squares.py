"""An address as a square that a phone reads (QR), drawn as SVG."""

from __future__ import annotations

from io import BytesIO


def square(text: str) -> bytes:
    """The square; black on nothing, two modules of room around it."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    drawn = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=2).save(drawn)
    return drawn.getvalue()
