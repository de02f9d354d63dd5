from email.message import EmailMessage
from pathlib import Path

import pytest

from tonecheck.errors import InputError
from tonecheck.records import OwnWords
from tonecheck.text.mail_body import read_body
from tonecheck.text.reply import REASONS, own_words

MAILS = sorted((Path(__file__).parent / "mails").glob("*.txt"))
HOSTILE = ("You are an idiot and your work is worthless.", "Vous êtes un idiot et votre travail ne vaut rien.")


def read_case(path: Path) -> tuple[str, str]:
    """Return the mail of a file, and the words in it that are its sender's own."""
    mail, _, words = path.read_bytes().decode("utf-8").partition("%%% own words %%%\n")
    return mail, words.strip("\n")


def reasons(mail: str) -> list[str]:
    return [part.reason for part in own_words(mail).set_aside]


def test_there_are_mails_of_both_languages() -> None:
    languages = [path.name[:2] for path in MAILS]
    assert languages.count("en") > 40
    assert languages.count("fr") > 20


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_each_mail_is_reduced_to_its_senders_own_words(path: Path) -> None:
    mail, words = read_case(path)
    assert own_words(mail).text.split() == words.split()


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_hostile_line_in_a_quote_is_never_kept(path: Path) -> None:
    words = own_words(read_case(path)[0]).text
    assert not any(line in words for line in HOSTILE)


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_line_ends_of_another_system_change_nothing(path: Path) -> None:
    mail, words = read_case(path)
    for end in ("\r\n", "\r"):
        assert own_words(mail.replace("\n", end)).text.split() == words.split()


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_offsets_say_where_each_part_was(path: Path) -> None:
    mail, _ = read_case(path)
    text = read_body(mail).text
    for part in own_words(mail).set_aside:
        assert text[part.start : part.end] == part.text
        assert part.reason in REASONS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("en_gmail_top", ["attribution", "quote"]),
        ("en_outlook_365", ["attribution", "quote"]),
        ("fr_forwarded_gmail", ["forwarded"]),
        ("en_signature_closing", ["signature"]),
        ("fr_iphone", ["sent_from", "attribution", "quote"]),
        ("en_disclaimer", ["disclaimer"]),
        ("en_code_r_prompt", ["code"]),
        ("en_traceback", ["log"]),
        ("en_table", ["table"]),
        ("en_list_footer", ["list_footer"]),
        ("en_html_thunderbird", ["attribution", "quote", "signature"]),
    ],
)
def test_each_part_says_why_it_is_set_aside(name: str, expected: list[str]) -> None:
    mail, _ = read_case(Path(__file__).parent / "mails" / f"{name}.txt")
    found = reasons(mail)
    assert [reason for place, reason in enumerate(found) if not place or reason != found[place - 1]] == expected


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "Fine.", "Fine.\n\nPlease go on with the second page today."])
def test_a_message_without_parts_keeps_all_its_words(text: str) -> None:
    assert own_words(text) == OwnWords(text.strip())


def test_what_was_set_aside_counts_characters_of_the_mail_given() -> None:
    part = own_words("\n\nFine.\n> No.\n").set_aside[0]
    assert (part.start, part.end, part.text) == (8, 14, "> No.\n")


def test_a_mail_with_headers_is_read_from_str_bytes_and_message() -> None:
    message = EmailMessage()
    message["From"] = "dana@shop.example"
    message["Subject"] = "Logo"
    message.set_content("Plus grand, évidemment.\n\n> Quelle taille ?\n")
    for mail in (message, message.as_bytes(), message.as_string()):
        assert own_words(mail).text == "Plus grand, évidemment."


@pytest.mark.parametrize("break_", ["\f", "\v", "\u2028", "\u2029", "\x85"])
def test_rare_line_breaks_break_lines(break_: str) -> None:
    assert own_words(f"Fine.{break_}> You idiot.{break_}").text == "Fine."


def test_breaks_that_meet_where_a_quote_was_are_one_break() -> None:
    words = own_words("__________\r> No.\n\nBikes mailing list\n").text
    assert own_words(words).text == words


def test_signs_that_no_mail_should_hold_do_no_harm() -> None:
    assert own_words("Fine \x00 \ud800.\n> No.\n").text == "Fine \x00 \ud800."


def test_a_mail_within_the_mail_is_forwarded() -> None:
    outer = "From: a@shop.example\nSubject: x\n\nFrom: b@shop.example\nMIME-Version: 1.0\nSubject: y\n\nYou idiot.\n"
    assert own_words(outer).text == ""
    assert reasons(outer) == ["forwarded"]


def test_an_angry_last_word_is_no_signature() -> None:
    for word in ("Unacceptable.", "Idiot", "Amateurs", "Merci", "Honteux", "Seriously"):
        assert own_words(f"The page is still broken today.\n\n{word}").text.endswith(word)


def test_prose_behind_a_signature_stays() -> None:
    assert own_words("Thanks,\n\nDana\n\nAlso, the logo is ugly, frankly.").text.endswith(
        "Also, the logo is ugly, frankly."
    )


def test_sentences_with_code_in_them_stay() -> None:
    text = "Please call total(cart) before you print the whole page;\nthen set x = f(3) as we said on the phone;"
    assert own_words(text).text == text


def test_a_line_of_a_whole_page_is_no_attribution() -> None:
    text = f"On 3 Mar 2026 {'we talked about it, ' * 40} as Ann <ann@shop.example> wrote:\nThe header is still blue."
    assert own_words(text).text == text


def test_an_unfinished_fence_hides_nothing() -> None:
    assert "This is a disgrace" in own_words("Look:\n\n```\nThis is a disgrace, frankly.\n").text


@pytest.mark.parametrize("mail", [None, 3, ["Fine."]])
def test_another_type_is_refused_by_name(mail: object) -> None:
    with pytest.raises(InputError, match=r"expected str, bytes or email\.message\.Message"):
        own_words(mail)  # type: ignore[arg-type]
