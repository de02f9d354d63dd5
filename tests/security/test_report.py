"""What a hostile letter could do in a report. Each attack is first shown to work where nothing guards against it."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.unit.report_cases import Page, evidence, full_client, part, point, respect_of
from tonecheck import explain
from tonecheck.respect_score.report import write_pages

ATTACKS = (
    "<script>alert(1)</script> you idiot",
    "</p></blockquote><script src=//evil.example/a.js></script>",
    "</style><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "<!--><svg onload=alert(1)>",
    '"><a href="javascript:alert(1)" autofocus onfocus=alert(1)>',
    "' onmouseover='alert(1)",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "{disclaimer} {0.__class__} %s",
    "<a href=\N{LEFT-TO-RIGHT OVERRIDE}x>\N{RIGHT-TO-LEFT OVERRIDE}</script>",
)


class _Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def is_armed(html):
    return any(
        tag in ("script", "img", "meta")
        or any(name.startswith("on") for name in attributes)
        or "javascript:" in str(attributes.get("href"))
        for tag, attributes in _Tags(html).found
    )


def poisoned(attack):
    client = full_client(attack)
    entries = [replace(evidence(reason, 4, attack), message_id=attack) for reason in ("contempt", "chasing", "mocked")]
    return replace(
        client,
        time=part(entries=entries),
        work=part(entries=entries),
        feedback=None,
        missing={"feedback": attack},
        timeline=(replace(point(1, ("contempt",)), message_id=attack),),
    )


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if is_armed(f"<p title='{attack}'>{attack}</p>")])
def test_an_attack_works_in_a_page_that_does_not_escape(attack):
    assert is_armed(f"<p title='{attack}'>{attack}</p>")


def test_most_of_the_attacks_are_armed():
    assert sum(is_armed(f"<p title='{attack}'>{attack}</p>") for attack in ATTACKS) >= 7


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_whatever_a_client_is_called_or_writes_stays_text(tiny_model, tmp_path, attack, language):
    clients = respect_of(poisoned(attack), assumptions=[attack], left_out={attack: 3})
    index = write_pages(
        clients,
        tmp_path / "report",
        texts={attack: [attack], "m4": [attack]},
        explain=lambda text: explain(text, model=tiny_model),
        language=language,
        overwrite=False,
    )
    clean = write_pages(
        respect_of(poisoned("plain"), assumptions=["plain"], left_out={"plain": 3}),
        tmp_path / "clean",
        texts={},
        explain=lambda text: explain(text, model=tiny_model),
        language=language,
        overwrite=False,
    )
    told = 0
    for path in index.parent.iterdir():
        page = Page(path.read_text(encoding="utf-8"))
        tags = {tag for tag, *_ in page.tags}
        assert not tags & {"script", "img", "iframe"}
        assert not any(name.startswith("on") for _, attributes, _ in page.tags for name in attributes)
        assert not any("javascript:" in str(attributes.get("href")) for _, attributes, _ in page.tags)
        assert len(page.all("meta")) == len(Page(clean.read_text(encoding="utf-8")).all("meta"))
        assert path.parent == index.parent
        told += "alert(1)" in page.text() or "evil" in page.text() or "__class__" in page.text()
    assert told or "alert" not in attack


def test_no_script_could_run_even_if_one_got_in(tmp_path):
    index = write_pages(
        respect_of(full_client()),
        tmp_path / "report",
        texts={},
        explain=lambda text: None,
        language="en",
        overwrite=False,
    )
    for path in index.parent.iterdir():
        html = path.read_text(encoding="utf-8")
        [policy] = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
        rules = dict(rule.strip().split(" ", 1) for rule in policy.replace("&#x27;", "'").split(";"))
        [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert rules == {
            "default-src": "'none'",
            "style-src": f"'sha256-{digest}'",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
        assert html.index("Content-Security-Policy") < html.index("<title>")
