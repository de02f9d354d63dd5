"""``tonecheck card``: the card of a model."""

from __future__ import annotations

import click

from tonecheck import api


@click.command()
@click.argument("model", required=False)
def card(model: str | None) -> None:
    """Print the card of MODEL, a shipped name or a folder: what it measures, how well, what not to use it for."""
    click.echo(api.read_card(model), nl=False)
