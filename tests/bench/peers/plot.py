"""How many questions are served against how long they take, as an SVG written by hand: no library for five dots."""

import math
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench.peers.scores import Measure, Run, any_at, mean, recall_at, took

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 44, 56
TICKS = (0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000)
LINE, LABEL = 14, 110  # between labels, and how long one may be
SHOWN: dict[str, tuple[str, Measure]] = {
    "locomo": ("LoCoMo: evidence among ten turns (any@10), and time of a question", any_at(10)),
    "beam": ("BEAM: share of the evidence among twenty messages, and time of a question", recall_at(20)),
    "prefeval": ("PrefEval: the wish among ten (R@10), and time of a question", recall_at(10)),
}


def draw(over: str, runs: Sequence[Run], ours: str, floors: Sequence[str], *, file: Path) -> None:
    """The set's share upwards, p95 to the right on a logarithmic scale; floors are hollow."""
    title, measure = SHOWN[over]
    dots = [(took(run)[1], mean(run, measure), run.peer) for run in runs]
    scale = _Scale([x for x, _, _ in dots], [y for _, y, _ in dots])
    parts = [*_frame(scale, title)]
    taken: list[tuple[float, float]] = []
    places = [(scale.x(x), scale.y(y)) for x, y, _ in dots]
    for x, y, name in sorted(dots, key=lambda dot: -dot[1]):
        fill = "#c2410c" if name == ours else "#ffffff" if name in floors else "#1d4ed8"
        edge = "#c2410c" if name == ours else "#6b7280" if name in floors else "#1d4ed8"
        at_x, at_y = scale.x(x), scale.y(y)
        label_y = _free(at_x, at_y, places, taken)
        weight = "bold" if name == ours else "normal"
        parts.append(f'<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="6" fill="{fill}" stroke="{edge}" stroke-width="2"/>')
        parts.append(_text(at_x + 11, label_y + 4, f"{name} {y:.3f}", f'font-weight="{weight}"'))
    file.parent.mkdir(parents=True, exist_ok=True)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">'
    file.write_text("\n".join([head, *parts, "</svg>", ""]), "utf-8")


class _Scale:
    def __init__(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        self.ticks = [tick for tick in TICKS if min(xs) / 3.4 <= tick <= max(xs) * 3.4]
        self.low, self.high = math.floor(min(ys) * 10) / 10, math.ceil(max(ys) * 10) / 10

    def x(self, value: float) -> float:
        first, last = math.log(self.ticks[0]), math.log(self.ticks[-1])
        return LEFT + (math.log(value) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def _frame(scale: _Scale, title: str) -> list[str]:
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    parts.append(_text(LEFT, 24, title, 'font-size="15"'))
    tenths = range(round(scale.low * 10), round(scale.high * 10) + 1)
    for share in (tenth / 10 for tenth in tenths):
        y = scale.y(share)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e5e7eb"/>')
        parts.append(_text(LEFT - 8, y + 4, f"{share:.1f}", 'text-anchor="end"'))
    for tick in scale.ticks:
        parts.append(_text(scale.x(tick), HEIGHT - BOTTOM + 20, f"{tick:g}", 'text-anchor="middle"'))
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    parts.append(_text(middle, HEIGHT - 14, "p95 milliseconds, embedding included", 'text-anchor="middle"'))
    parts.append(_text(WIDTH - RIGHT + 12, HEIGHT - 14, "hollow: no database", ""))
    return parts


def _free(x: float, y: float, dots: Sequence[tuple[float, float]], taken: list[tuple[float, float]]) -> float:
    """The label's height, moved down past dots and labels that it would cover; labels come from the top."""
    for at_x, at_y in sorted(dots, key=lambda dot: dot[1]):
        if x < at_x < x + LABEL and abs(at_y - y) < LINE:
            y = at_y + LINE
    for at_x, at_y in taken:
        if abs(at_x - x) < LABEL and abs(at_y - y) < LINE:
            y = at_y + LINE
    taken.append((x, y))
    return y


def _text(x: float, y: float, said: str, more: str) -> str:
    size = "" if "font-size" in more else 'font-size="12" '
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="#111827" {size}{more}>{escape(said)}</text>'
