"""Time to the first word with the demo model in a running conversation, and the share of the prompt from its cache.

    python -m tests.bench.first_word

Plays a conversation with the real program and the packaged model on an empty data folder, with pauses as people make
them left out. The first message is reported apart: it waits for the model to load.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

CONVERSATION = """/as Ana
Hi! I'm Ana, I just moved to Braga.
I have a cat called Biscuit, she is very old already.
I work as a nurse at the children's hospital, mostly at night.
What is my cat called?
Can you suggest something nice to do this weekend?
Thanks, that sounds lovely. My sister Ines may come along.
Where do I work?
We could cook something together. I do not eat meat.
What could we cook then?
Good idea. I have to buy mushrooms.
By the way, my brother Rui plays the cello.
Who in my family plays an instrument?
How long does the train from Braga to Porto take?
I think I will go to bed early today.
What did I say about my sister?
Good night!
"""


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-model", choices=("standard", "small"), default="standard")
    model = parser.parse_args().demo_model
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    home.chmod(0o711)
    script, record = home / "script.txt", home / "record.jsonl"
    script.write_text(CONVERSATION, "utf-8")
    arguments = ("chat", "--demo-model", model, "--script", str(script), "--record", str(record))
    try:
        subprocess.run(
            (sys.executable, "-m", "bot", *arguments), env=os.environ | {"RAPPORT_HOME": str(home)}, check=True
        )
        turns = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    finally:
        shutil.rmtree(home)
    running = turns[1:]
    first = sorted(turn["first_word_ms"] for turn in running)
    cached, prompt = (sum(turn[name] for turn in running) for name in ("cached_tokens", "prompt_tokens"))
    figures = {
        "turns": len(running),
        "first_word_ms_p50": round(statistics.median(first)),
        "first_word_ms_p95": round(first[int(len(first) * 0.95)]),
        "first_word_ms_most": round(first[-1]),
        "first_turn_ms": round(turns[0]["first_word_ms"]),
        "new_tokens_a_turn": round((prompt - cached) / len(running), 1),
        "cached_share": round(cached / prompt, 3),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
