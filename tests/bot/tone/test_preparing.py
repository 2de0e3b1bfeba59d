"""What every message is looked through for is there before the first one: nothing is compiled while somebody waits."""

import subprocess
import sys

SCRIPT = """
import asyncio, re
from bot.tone.caveats import is_caveat
from bot.tone.easing import easing_of
from bot.tone.preparing import prepare
from bot.tone.said import said

asyncio.run(prepare())
compiled = re._compiler.compile

def told(pattern, flags=0):
    print("compiled", pattern[:60])
    return compiled(pattern, flags)

re._compiler.compile = told
for text in MESSAGES:
    said(text), easing_of(text), is_caveat(text)
print("end")
"""
MESSAGES = ["shorter please", "mas corto, por favor", "kuerzer bitte", "my father died", "no puedo mas", "Ну и ну"]


def test_no_message_waits_for_words_to_be_compiled() -> None:
    script = SCRIPT.replace("MESSAGES", repr(MESSAGES))
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.splitlines() == ["end"]
