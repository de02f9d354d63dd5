"""The documents cannot lie: their examples run, and what the library and its command line offer is described."""

import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import tonecheck
from tonecheck.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
CONSOLE_LINE = re.compile(r"^(?:\$ |.*&& )(tonecheck .*)$", re.MULTILINE)
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(tonecheck.__path__, "tonecheck.") if "__main__" not in module.name
)
# An absolute path below a folder of people or of temporary files: none belongs to the project.
PATH_OF_A_MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|tmp|work|Users|opt|mnt|srv|var)/\w|[A-Z]:\\\\?Users")
SHOWN = (".py", ".md", ".toml", ".json", ".txt", ".yaml", ".yml", "")
NOT_OURS = {".venv", ".ci-venv", "build", "dist", "__pycache__"}


def _commands(group=main, names=("tonecheck",)):
    for name, command in group.commands.items():
        yield " ".join((*names, name)), command


COMMANDS = dict(_commands())


def _options(command):
    return [option for option in command.params if isinstance(option, click.Option)]


def test_examples_of_the_readme_run():
    blocks = PYTHON_BLOCK.findall(README)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README.md", "README.md", 0)
    assert examples.examples
    told = []
    found = doctest.DocTestRunner(verbose=False).run(examples, out=told.append)
    assert found.failed == 0, "".join(told)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name):
    told = []
    runner = doctest.DocTestRunner(verbose=False)
    for examples in doctest.DocTestFinder().find(importlib.import_module(name)):
        runner.run(examples, out=told.append)
    assert runner.failures == 0, "".join(told)


def _described_names():
    return [name for name in tonecheck.__all__ if callable(getattr(tonecheck, name))]


def test_every_public_name_is_there_once():
    assert len(set(tonecheck.__all__)) == len(tonecheck.__all__)
    assert all(hasattr(tonecheck, name) for name in tonecheck.__all__)


@pytest.mark.parametrize("name", _described_names())
def test_every_public_name_has_a_docstring_of_its_own(name):
    described = getattr(tonecheck, name)
    inherited = {inspect.getdoc(base) for base in getattr(described, "__mro__", ())[1:]}
    assert described.__doc__
    assert inspect.getdoc(described) not in inherited


def _is_error(name):
    described = getattr(tonecheck, name)
    return inspect.isclass(described) and issubclass(described, Exception)  # shown where it is raised


@pytest.mark.parametrize("name", [name for name in _described_names() if not _is_error(name)])
def test_every_public_name_but_errors_has_an_example(name):
    assert ">>>" in getattr(tonecheck, name).__doc__


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_is_shown_in_the_readme(name):
    assert COMMANDS[name].help
    assert name in README or f"`{name.removeprefix('tonecheck ')}`" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help_that_is_a_sentence(name):
    for option in _options(COMMANDS[name]):
        assert option.help, option.name
        assert option.help.endswith("."), option.help


def test_commands_in_the_readme_have_only_options_that_exist():
    shown = CONSOLE_LINE.findall(README)
    assert shown
    for line in shown:
        command = COMMANDS[" ".join(line.split()[:2])]
        known = {name for option in _options(command) for name in (*option.opts, *option.secondary_opts)}
        used = set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", line))
        assert used <= known, line


def test_options_that_the_readme_speaks_of_exist():
    known = {name for command in COMMANDS.values() for option in _options(command) for name in option.opts}
    known |= {"--editable", "--version", "--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README)) <= known


def test_links_and_files_that_the_readme_names_exist():
    named = re.findall(r"`((?:datasets|benchmarks|models|tests|tonecheck)/[\w./-]+)`", README)
    assert named
    missing = [path for path in named if not (ROOT / path).exists() and path != "models/mine"]
    assert missing == []


def _texts_of_the_project():
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in inside)
        if path.is_file() and path.suffix in SHOWN and not hidden and not NOT_OURS & set(inside):
            yield path


def test_no_text_of_the_project_holds_a_path_of_somebodys_machine():
    found = []
    for path in _texts_of_the_project():
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in PATH_OF_A_MACHINE.finditer(text)]
    assert found == []


def test_what_is_generated_of_the_documents_is_fresh():
    command = [sys.executable, "datasets/tools/write_documents.py", "--check"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
