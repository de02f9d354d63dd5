import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from tonecheck.errors import InputError
from tonecheck.inbox import read_messages, slack_files
from tonecheck.inbox.slack_markup import plain_text
from tonecheck.inbox.slack_names import SlackNames, SlackUser, read_users

USERS = [
    {"id": "U1", "name": "dana", "profile": {"real_name": "Dana Marsh", "email": "Dana@Shop.example"}},
    {"id": "U2", "name": "camille", "profile": {"real_name": "Camille Rey", "email": ""}},
    {"id": "U3", "name": "bo", "real_name": "Bo Lind"},
    {"id": "B1", "name": "deploy", "is_bot": True, "profile": {"real_name": "Deploy"}},
]
DAY = "2026-03-02.json"


def entry(text="Bigger, please.", user="U1", ts="1772440200.000200", **more):
    return {"type": "message", "user": user, "text": text, "ts": ts, **more}


def export(days, **lists):
    return {
        "users.json": USERS,
        "channels.json": [{"id": "C1", "name": "logo", "members": ["U1", "U2"]}],
        **lists,
    } | days


def write_folder(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return folder


def write_zip(path, files, top=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content if isinstance(content, bytes) else json.dumps(content))
    return path


def read_days(tmp_path, *entries, **options):
    messages = read_messages(write_folder(tmp_path, export({f"logo/{DAY}": list(entries)})), **options)
    return list(messages), messages


def test_every_field_finds_its_place(tmp_path):
    [message], file = read_days(tmp_path, entry(thread_ts="1772440000.000100"))
    assert file.format == "slack"
    assert message.id == "logo:1772440200.000200"
    assert message.sent == datetime(2026, 3, 2, 8, 30, 0, 200, tzinfo=UTC)
    assert message.sender == "dana@shop.example"
    assert message.to == ("Camille Rey",)
    assert message.reply_to == "logo:1772440000.000100"
    assert message.thread == "logo:1772440000.000100"
    assert message.text == "Bigger, please."
    assert (file.skipped, file.notes) == ({}, ())


def test_the_first_message_of_a_thread_answers_nothing_and_one_outside_of_threads_has_the_channel_as_its_own(tmp_path):
    messages, _ = read_days(tmp_path, entry(thread_ts="1772440200.000200"), entry(ts="1772440300.000000"))
    assert [(message.reply_to, message.thread) for message in messages] == [
        (None, "logo:1772440200.000200"),
        (None, "logo"),
    ]


def test_a_direct_message_goes_to_the_other_whoever_writes(tmp_path):
    files = export({f"D1/{DAY}": [entry(), entry(user="U2")]}, **{"dms.json": [{"id": "D1", "members": ["U1", "U2"]}]})
    messages = list(read_messages(write_folder(tmp_path, files)))
    assert [(message.sender, message.to) for message in messages] == [
        ("dana@shop.example", ("Camille Rey",)),
        ("Camille Rey", ("dana@shop.example",)),
    ]


def test_a_group_goes_to_all_others(tmp_path):
    lists = {"mpims.json": [{"id": "G1", "name": "mpdm-a--b--c-1", "members": ["U1", "U2", "U3"]}]}
    files = export({f"mpdm-a--b--c-1/{DAY}": [entry()]}, **lists)
    [message] = read_messages(write_folder(tmp_path, files))
    assert message.to == ("Camille Rey", "Bo Lind")


def test_channels_and_days_are_read_in_order(tmp_path):
    files = export(
        {
            f"logo/{DAY}": [entry("2")],
            "logo/2026-03-01.json": [entry("1")],
            f"an/{DAY}": [entry("0")],
            "logo/canvas.json": [entry("no")],
        }
    )
    assert [message.text for message in read_messages(write_folder(tmp_path, files))] == ["0", "1", "2"]


@pytest.mark.parametrize("top", ["", "Studio Slack export/"])
def test_a_zip_is_read_as_its_folder_would_be(tmp_path, top):
    files = export({f"logo/{DAY}": [entry(), entry(user="U2")]})
    folder = write_folder(tmp_path / "folder", files)
    archive = write_zip(tmp_path / "export.zip", {**files, "__MACOSX/users.json": b""}, top)
    messages = read_messages(archive)
    assert (messages.format, list(messages)) == ("slack", list(read_messages(folder)))
    assert len(list(messages)) == 2  # a path can be read again


def test_a_zip_can_come_as_an_open_stream(tmp_path):
    archive = write_zip(tmp_path / "export.zip", export({f"logo/{DAY}": [entry()]}))
    assert len(list(read_messages(io.BytesIO(archive.read_bytes())))) == 1
    with archive.open("rb") as stream:
        assert len(list(read_messages(stream))) == 1
        assert not stream.closed


def test_guessing_leaves_a_stream_where_it_stood(tmp_path):
    with write_zip(tmp_path / "export.zip", export({})).open("rb") as stream:
        assert read_messages(stream).format == "slack"
        assert stream.tell() == 0


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"subtype": "channel_join"}, "system notice"),
        ({"subtype": "channel_topic"}, "system notice"),
        ({"type": "event"}, "system notice"),
        ({"subtype": "tombstone"}, "deleted message"),
        ({"text": " "}, "no text"),
        ({"text": None, "files": [{"name": "logo.png"}]}, "no text"),
        ({"text": 3}, "'text' is not a text"),
        ({"ts": None}, "no 'ts'"),
        ({"subtype": ["x"]}, "system notice"),
    ],
)
def test_what_nobody_wrote_is_left_out_under_its_reason(tmp_path, more, reason):
    messages, file = read_days(tmp_path, {**entry(), **more})
    assert (messages, dict(file.skipped)) == ([], {reason: 1})
    assert file.examples[0].where == f"{tmp_path.name}, logo/{DAY}, item 1"


@pytest.mark.parametrize(
    "more", [{"subtype": "bot_message", "username": "Deploy"}, {"bot_id": "B1"}, {"user": "B1"}, {"user": "USLACKBOT"}]
)
def test_bots_are_left_out_as_automatic_only_when_asked(tmp_path, more):
    users = [*USERS, {"id": "USLACKBOT", "name": "slackbot"}]
    folder = write_folder(tmp_path, export({f"logo/{DAY}": [entry(**more)]}) | {"users.json": users})
    messages = read_messages(folder, automatic="skip")
    assert (list(messages), dict(messages.skipped)) == ([], {"automatic": 1})
    assert len(list(read_messages(folder))) == 1


@pytest.mark.parametrize("subtype", ["me_message", "thread_broadcast", "file_share"])
def test_what_a_person_wrote_in_another_way_is_kept(tmp_path, subtype):
    assert len(read_days(tmp_path, entry(subtype=subtype))[0]) == 1


def test_an_edited_message_is_read_as_it_stands_and_noted(tmp_path):
    [message], file = read_days(tmp_path, entry("Bigger.", edited={"user": "U1", "ts": "1772440300.000000"}))
    assert (message.text, file.notes) == ("Bigger.", ("edited message, read as it stands after the edit",))


def test_an_edit_that_stands_as_an_entry_of_its_own_replaces_the_text(tmp_path):
    edit = {"type": "message", "subtype": "message_changed", "ts": "1772440400.000000", "message": entry("Smaller.")}
    [message], file = read_days(tmp_path, entry("Bigger."), edit)
    assert (message.text, dict(file.skipped)) == ("Smaller.", {"edit of a message": 1})


def test_somebody_who_is_not_listed_has_the_name_of_their_profile_or_else_the_id(tmp_path):
    messages, file = read_days(tmp_path, entry(user="U8", user_profile={"real_name": "Eve"}), entry(user="U9"))
    assert [message.sender for message in messages] == ["Eve", "U9"]
    assert file.notes == ("sender not in users.json, shown by the Slack id",)


def test_half_a_character_is_replaced(tmp_path):
    [message], _ = read_days(tmp_path, entry("\ud83d", user="U8", user_profile={"real_name": "\udc00"}))
    assert (message.text, message.sender) == ("\ufffd", "\ufffd")


def test_two_people_of_one_name_are_told_apart():
    users = read_users([{"id": user_id, "profile": {"real_name": "Ann"}} for user_id in ("U1", "U2")])
    assert [user.key for user in users.values()] == ["Ann (U1)", "Ann (U2)"]


def test_a_time_that_is_none_is_left_open_and_noted(tmp_path):
    [message], file = read_days(tmp_path, entry(ts="soon"))
    assert (message.sent, file.notes) == (None, ("'ts' is no time, time of sending left open",))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("<@U1>, see", "@Dana Marsh, see"),
        ("<@U7|eve>", "@eve"),
        ("<@U7>", "@U7"),
        ("<#C1|logo> <#C1> <#C2>", "#logo #logo #C2"),
        ("<!here> <!subteam^S1|@team>", "@here @team"),
        ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
        ("<http://x.example|the draft>", "the draft"),
        ("<http://x.example/a?b=1&amp;c=2>", "http://x.example/a?b=1&c=2"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("<>", "<>"),
        ("&gt; Bigger?\nNo.", "> Bigger?\nNo."),
    ],
)
def test_markup_becomes_text(written, plain):
    names = SlackNames({"U1": SlackUser("dana@shop.example", "Dana Marsh")}, {}, {"C1": "logo"})
    assert plain_text(written, names) == plain


def test_a_single_file_of_a_channel_is_told_by_its_content(tmp_path):
    (tmp_path / DAY).write_text(json.dumps([entry("<@U2> no"), entry(user="U2", user_profile={"real_name": "Ann"})]))
    messages = read_messages(tmp_path / DAY)
    assert [(message.id, message.sender, message.to, message.thread) for message in messages] == [
        ("1772440200.000200", "U1", (), None),
        ("1772440200.000200", "Ann", (), None),
    ]
    assert messages.format == "slack"


def test_json_of_another_kind_stays_json_and_so_does_one_whose_columns_are_named(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([{"text": "Hello", "ts": "now", "type": "message"}]))
    assert read_messages(tmp_path / "a.json").format == "jsonl"
    (tmp_path / "b.json").write_text(json.dumps([entry()]))
    assert read_messages(tmp_path / "b.json", columns={"sender": "user"}).format == "jsonl"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[{", "stream: not JSON; expected the JSON array of a Slack channel"),
        (b"{}", "stream: not an array; expected the JSON array of a Slack channel"),
        (b"[" * 5000, "stream: not JSON; expected the JSON array of a Slack channel"),
    ],
)
def test_a_single_file_that_is_broken_is_refused(content, words):
    with pytest.raises(InputError) as caught:
        list(read_messages(io.BytesIO(content), format="slack"))
    assert str(caught.value) == words


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_day_that_is_broken_costs_that_day_and_a_list_only_its_names(tmp_path, as_zip):
    files = export({f"logo/{DAY}": b"[{", "logo/2026-03-03.json": [entry()]}) | {"users.json": b"\xff"}
    source = write_zip(tmp_path / "x.zip", files) if as_zip else write_folder(tmp_path / "x", files)
    messages = read_messages(source)
    assert [message.sender for message in messages] == ["U1"]
    assert messages.skipped == {"not JSON": 1}
    assert messages.notes == (
        f"users.json of {source.name} cannot be used: not JSON",
        "sender not in users.json, shown by the Slack id",
    )


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_day_that_is_too_large_is_skipped(tmp_path, monkeypatch, as_zip):
    monkeypatch.setattr(slack_files, "MAX_FILE_BYTES", 1000)
    files = export({f"logo/{DAY}": [entry("x" * 2000)], "logo/2026-03-03.json": [entry()]})
    messages = read_messages(write_zip(tmp_path / "x.zip", files) if as_zip else write_folder(tmp_path / "x", files))
    assert len(list(messages)) == 1
    assert messages.skipped == {"too large": 1}


def test_a_zip_of_something_else_is_no_slack_export(tmp_path):
    with pytest.raises(InputError, match=r"^x.zip: a zip without any of users.json, channels.json, .*a Slack export$"):
        list(read_messages(write_zip(tmp_path / "x.zip", {"a.txt": b"Hello"}), format="slack"))
