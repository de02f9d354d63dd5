import time

import pytest

from tonecheck.text.html import html_to_text, looks_like_html, read_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
        ("One<br>Two<BR/>Three", "One\nTwo\nThree"),
        ("<p class=MsoNormal>One</p><p class=MsoNormal>Two</p>", "One\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("<table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table>", "A\t1\nB\t2"),
        ("a &lt; b &amp; c&nbsp;d &eacute; &#233; &#xE9;", "a < b & c\u00a0d é é é"),
        ("<style>p{}</style><script>x<y</script><title>T</title>Seen", "Seen"),
        ('<div style="display:none">Unseen</div>Seen', "Seen"),
        ("<!-- <p>Unseen</p> -->Seen<!-- unclosed", "Seen"),
        ("<pre>a\n  b</pre>", "a\n\u00a0 b"),
        ('<a title="5 > 3" href=x>link</a>', "link"),
        ('<a title="5" tall">link</a>', "link"),
        ("a < b and c > d", "a < b and c > d"),
        ("<b>bo</b>ld\n  text", "bold text"),
        ("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", "One\n\nTwo"),
        ("&#" + "9" * 5000 + ";Seen", "\ufffd;Seen"),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(html: str, text: str) -> None:
    assert html_to_text(html).strip("\n") == text


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Yes</p><blockquote>No</blockquote>", [("No", "quote")]),
        ("<p>Yes</p><blockquote>No<blockquote>Never</blockquote></blockquote>", [("No\nNever", "quote")]),
        ('<div class="gmail_quote"><blockquote>No</blockquote>Yes</div>', [("No", "quote")]),
        ('<div class="gmail_quote">No</div>', [("No", "quote")]),
        ('Yes<div id="divRplyFwdMsg">From: Ann</div><div>No</div>', [("From: Ann\nNo", "quote")]),
        ('<div class="yahoo_quoted">No</div>Yes', [("No", "quote")]),
        ('<div class="moz-cite-prefix">Ann wrote:</div>', [("Ann wrote:", "attribution")]),
        ('<div style="border:none;border-top:solid black 1pt"><b>De :</b> Ann</div>No', [("De : Ann\nNo", "quote")]),
        ('<div style="border-top:solid black 1pt">Yes</div>Yes', []),
        ('Yes<div class="gmail_signature">Dana</div>', [("Dana", "signature")]),
        ('Yes<div id="Signature">Dana</div>', [("Dana", "signature")]),
        ('Yes<div class="signature-request">Yes</div>', []),
    ],
)
def test_what_mail_programs_mark_stays_marked(html: str, marked: list[tuple[str, str]]) -> None:
    body = read_html(html)
    assert [(body.text[start:end].strip("\n"), reason) for start, end, reason in body.marks] == marked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One</p>", True),
        ("One<br>Two<br>", True),
        ("<html><body>One</body></html>", True),
        ("Put the <p> into a <div>.", False),
        ("a < b and c > d", False),
        ("Ann <ann@shop.example> and Max <max@shop.example>", False),
        ("Take the <br> out.", False),
        ("", False),
    ],
)
def test_html_is_told_from_words_about_it(text: str, expected: bool) -> None:
    assert looks_like_html(text) is expected


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "<a href='",
        '<a b="',
        "<!--",
        "<!",
        "</",
        "</div>",
        "<div>",
        "&#",
        "<p>&lt;p>",
        "<style>",
        "<blockquote>",
    ],
)
def test_hostile_html_takes_time_that_grows_with_its_length(piece: str) -> None:
    started = time.process_time()
    html_to_text(piece * (400_000 // len(piece)) + "</b>" * 50_000)
    assert time.process_time() - started < 5  # a quadratic reader needs minutes
