import io

import pytest

from tonecheck.inbox import read_messages

MAIL = "From 17@xxx Fri Jun 01 02:52:51 +0000 2007\nX-GM-THRID: 17\n{labels}\nFrom: {sender}\n\nHello\n\n"


def read(*mails: tuple[str, str], **options):
    content = "".join(MAIL.format(labels=labels, sender=sender) for labels, sender in mails)
    messages = read_messages(io.BytesIO(content.encode()), format="mbox", **options)
    return [message.sender for message in messages], dict(messages.skipped)


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ("X-Gmail-Labels: Spam,Unread", "spam"),
        ("X-Gmail-Labels: Trash", "thrown away"),
        ("X-Gmail-Labels: Inbox, Bin", "thrown away"),
        ("X-Gmail-Labels: Drafts", "draft"),
        ("X-Gmail-Labels: Brouillons", "draft"),
        ("X-Gmail-Labels: =?UTF-8?Q?Corbeille,Bo=C3=AEte_de_r=C3=A9ception?=", "thrown away"),
        ("X-Gmail-Labels: =?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Corb?=\n =?UTF-8?Q?eille,Non_lus?=", "thrown away"),
        ("X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?=", "draft"),
        ("X-Gmail-Labels: Trash,Spam", "spam"),
    ],
)
def test_spam_and_what_was_thrown_away_or_never_sent_is_counted_apart(labels, reason):
    assert read((labels, "dana@shop.example")) == ([], {reason: 1})


@pytest.mark.parametrize(
    "labels",
    [
        "X-Gmail-Labels: Inbox,Important,Opened",
        "X-Gmail-Labels: Sent",
        'X-Gmail-Labels: Inbox, "Yes, Spam, no"',
        "X-Gmail-Labels: Anti-Spam",
        "X-Gmail-Labels: =?UTF-8?Q?Messages_envoy=C3=A9s?=",
        "X-Gmail-Labels:",
        'X-Gmail-Labels: "',
    ],
)
def test_all_other_mail_is_kept_whichever_way_it_went(labels):
    assert read((labels, "me@studio.example")) == (["me@studio.example"], {})


def test_received_and_sent_mail_of_one_file_is_told_apart_by_the_sender():
    mails = [("X-Gmail-Labels: Inbox", "dana@shop.example"), ("X-Gmail-Labels: Sent", "me@studio.example")]
    assert read(*mails, automatic="skip") == (["dana@shop.example", "me@studio.example"], {})
