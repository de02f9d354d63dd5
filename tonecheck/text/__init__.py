"""A mail in, its author's own words out: quotes, signatures, HTML, Unicode."""

from tonecheck.text.html import html_to_text
from tonecheck.text.normalise import normalise, normalise_aligned
from tonecheck.text.reply import own_words

__all__ = ["html_to_text", "normalise", "normalise_aligned", "own_words"]
