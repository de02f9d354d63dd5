"""``tonecheck respect``: how respectfully each client of a mailbox writes."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from tonecheck import api
from tonecheck.cli.options import (
    format_option,
    input_options,
    model_option,
    note,
    note_skipped,
    open_messages,
    operating_point_option,
    quiet_option,
    shows_progress,
    write_rows,
)
from tonecheck.errors import InputError, shorten
from tonecheck.records import ClientRespect, Evidence, InvoiceContext, PartScore
from tonecheck.respect_score.reasons import describe, disclaimer


@click.command()
@click.argument("inbox")
@click.option("--me", multiple=True, metavar="ADDRESS", help="Your own address or name; may be given several times.")
@click.option(
    "--timezone", metavar="ZONE", help="Your time zone, such as Europe/Paris. Default: that of your own messages."
)
@click.option(
    "--hours", "working_hours", metavar="HOURS", default="Mon-Fri 09:00-18:00", show_default=True, help="When you work."
)
@click.option("--holidays", metavar="COUNTRY", help="Country of your public holidays, such as FR or CA-QC.")
@click.option(
    "--half-life",
    "half_life_days",
    type=float,
    default=90.0,
    show_default=True,
    metavar="DAYS",
    help="A message this much older counts half.",
)
@click.option(
    "--invoices",
    metavar="FILE",
    help="A CSV table of invoices with the columns client, due and paid, and issued if known: shown beside the score.",
)
@click.option("--since", metavar="DATE", help="Leave out what is older, such as 2026-01-31.")
@click.option(
    "--as-of", metavar="DATE", help="The day from which age counts back. Default: that of the newest message."
)
@click.option("--client", metavar="ADDRESS", help="One client alone.")
@click.option("--ignore", multiple=True, metavar="ADDRESS", help="A sender to leave out; may be given several times.")
@click.option(
    "--alias",
    multiple=True,
    metavar="OTHER=ADDRESS",
    help="OTHER is the same client as ADDRESS; @shop.example=shop.example makes one client of a domain's people.",
)
@click.option(
    "--report", metavar="FOLDER", help="Write a page for each client, and index.html, their list, into a new folder."
)
@click.option(
    "--language", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Language of the report."
)
@click.option("--overwrite", is_flag=True, help="Replace a report that is there.")
@format_option("text", "json", "jsonl", "csv")
@model_option
@operating_point_option
@input_options
@quiet_option
def respect(
    inbox: str,
    me: tuple[str, ...],
    alias: tuple[str, ...],
    invoices: str | None,
    report: str | None,
    language: str,
    overwrite: bool,
    form: str,
    model: str | None,
    operating_point: str,
    quiet: bool,
    **options: Any,
) -> None:
    """Say how respectfully each client in INBOX writes.

    INBOX is an mbox, a Maildir, eml files, a Slack or WhatsApp export, or a table with the columns sender, sent and
    text (- for standard input); best with your own messages in it, too.

    The answer is how a client's messages to you have read, of late. It is no judgement of a person.
    """
    if report is not None:
        _check_report(Path(report), overwrite)
    file = open_messages(inbox, options, automatic="skip")
    messages = list(file)
    found = api.respect(
        messages,
        me=list(me) or None,
        aliases=dict(map(_pair, alias)),
        invoices=[] if invoices is None else _read_invoices(Path(invoices)),
        model=model,
        operating_point=operating_point,
        progress=shows_progress(quiet),
        **{
            name: options[name]
            for name in (
                "timezone",
                "working_hours",
                "holidays",
                "half_life_days",
                "since",
                "as_of",
                "ignore",
                "client",
            )
        },
    )
    note_skipped(file, quiet)
    for assumption in found.assumptions:
        note(assumption, quiet)
    if form == "text":
        for client in found.values():
            click.echo(_describe(client))
        note(disclaimer("en"), quiet)
    elif form == "csv":
        write_rows(map(_flat, found.values()), form)
    else:
        write_rows(found.to_dicts(), form)
    if report is not None:
        told = replace(found, left_out={**found.left_out, **file.skipped})
        index = api.write_report(told, report, messages=messages, model=model, language=language, overwrite=overwrite)
        note(f"report written to {index}", quiet)


def _check_report(folder: Path, overwrite: bool) -> None:
    """Refuse before the scoring what writing would refuse after it."""
    from tonecheck.respect_score.report import check_place

    check_place(folder, overwrite=True)
    if not overwrite and folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{shorten(str(folder), 200)}: is there already; expected a new folder, or --overwrite")


def _read_invoices(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        told = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"--invoices {shorten(str(path), 200)}: {told}; expected a CSV table in UTF-8") from error


def _pair(alias: str) -> tuple[str, str]:
    other, sign, address = alias.partition("=")
    if not sign or not other.strip() or not address.strip():
        raise InputError(f"--alias {alias!r}; expected OTHER=ADDRESS")
    return other.strip(), address.strip()


def _describe(client: ClientRespect) -> str:
    lines = [f"{client.client}  {client.overall.verdict.replace('_', ' ')}  ({client.n_messages} messages)"]
    for name in ("overall", "time", "work", "feedback"):
        part: PartScore | None = getattr(client, name)
        if part is None:
            lines.append(f"  {name:9}   –    {client.missing.get(name, 'no data')}")
            continue
        low, high = part.interval
        lines.append(f"  {name:9} {part.score:5.0f}  ({low:.0f}–{high:.0f})  {part.band}")
        if name != "overall":
            lines += map(_describe_evidence, part.evidence[:3])
    if client.invoices is not None:
        lines.append(f"  {'invoices':9}   –    {_describe_invoices(client.invoices)}")
    return "\n".join(lines) + "\n"


def _describe_evidence(evidence: Evidence) -> str:
    quote = shorten(evidence.quote, 72)
    return f"             {evidence.points:+6.1f}  {describe(evidence.reason, 'en')}: {quote} [{evidence.message_id}]"


def _describe_invoices(invoices: InvoiceContext) -> str:
    """Say how the client pays and orders; it stands without a figure, for it does not count."""
    facts = [f"{invoices.n_invoices} in all", f"{invoices.n_late} paid late", f"{invoices.n_unpaid} overdue"]
    if invoices.first_order is not None:
        name = "steady orders" if invoices.is_steady else "orders"
        months = f"{invoices.n_order_months} of the last {invoices.n_months} months"
        facts.append(f"{name}: in {months}, since {invoices.first_order.isoformat()}")
    return ", ".join(facts)


def _flat(client: ClientRespect) -> dict[str, Any]:
    row: dict[str, Any] = {"client": client.client, "verdict": client.overall.verdict, "n_messages": client.n_messages}
    for name in ("overall", "time", "work", "feedback"):
        part: PartScore | None = getattr(client, name)
        low, high = part.interval if part else (None, None)
        row |= {name: part and part.score, f"{name}_low": low, f"{name}_high": high, f"{name}_band": part and part.band}
    return row
