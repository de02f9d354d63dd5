"""What a fresh process loads: seen in `sys.modules` of another Python."""

import subprocess
import sys

import pytest

HEAVY = "{'sklearn', 'scipy', 'pandas', 'spacy', 'torch', 'joblib'} & {name.partition('.')[0] for name in sys.modules}"
NO_NETWORK = """
import socket
def refuse(*_, **__):
    raise AssertionError("a socket was opened")
socket.socket = socket.create_connection = refuse
"""
WATCH = """
import sys, threading
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_importing_opens_no_model_starts_no_thread_and_loads_nothing_heavy():
    found = run(
        f"{NO_NETWORK}{WATCH}import tonecheck\n"
        "print([path for path in opened if 'models' in path or path.endswith(('.npz', '.npy', '.json'))],"
        f" threading.active_count(), {HEAVY}, 'sentencepiece' in sys.modules)"
    )
    assert found == "[] 1 set() False"


@pytest.mark.parametrize("model", ["None", "'tone-enfr-1-fast'"])
def test_scoring_loads_nothing_that_is_for_training(model):
    code = f"{NO_NETWORK}import sys, tonecheck\n"
    code += f"for text in ('You idiot.', 'Merci.', '', '🙄'): tonecheck.score(text, model={model})\n"
    code += f"tonecheck.score_batch(['a'], model={model}), list(tonecheck.score_stream(['a'], model={model}))\n"
    assert run(code + f"print({HEAVY})") == "set()"


def test_the_fast_model_does_not_read_the_encoder():
    code = f"{WATCH}import tonecheck\ntonecheck.score('Hello.', model='tone-enfr-1-fast')\n"
    code += "print([path for path in opened if 'encoder-' in path], 'sentencepiece' in sys.modules)"
    assert run(code) == "[] False"
