"""How near replies come to their writer, as an SVG written by hand: a bar from nobody's to theirs."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, ROW, LEFT, RIGHT, TOP = 720, 34, 110, 40, 84
Row = tuple[str, float, float, float]  # the writer; distance with nobody's tone, another's, and theirs


def draw(rows: Sequence[Row], *, file: Path) -> None:
    """One line a writer, the largest gain on top; grey: nobody's, hollow: another's, orange: theirs."""
    most = max(max(row[1:]) for row in rows) * 1.05
    height = TOP + ROW * len(rows) + 50

    def x(value: float) -> float:
        return LEFT + value / most * (WIDTH - LEFT - RIGHT)

    parts = [f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>', *_head(x(0.0), height)]
    for at, (name, nobody, another, theirs) in enumerate(sorted(rows, key=lambda row: row[3] - row[1])):
        y = TOP + ROW * at + ROW / 2
        parts.append(f'<path d="M{LEFT} {y:.0f}H{WIDTH - RIGHT}" stroke="#f3f4f6"/>')
        parts.append(f'<path d="M{x(nobody):.1f} {y:.0f}H{x(theirs):.1f}" stroke="#fdba74" stroke-width="8"/>')
        parts.append(
            f'<circle cx="{x(another):.1f}" cy="{y:.0f}" r="5" fill="#ffffff" stroke="#1d4ed8" stroke-width="2"/>'
        )
        parts.append(f'<circle cx="{x(nobody):.1f}" cy="{y:.0f}" r="6" fill="#9ca3af"/>')
        parts.append(f'<circle cx="{x(theirs):.1f}" cy="{y:.0f}" r="8" fill="#c2410c"/>')
        parts.append(_text(LEFT - 14, y + 4, name, 'text-anchor="end" font-weight="bold"'))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">'
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([head, *parts, "</svg>", ""]), "utf-8")


def _head(zero: float, height: int) -> list[str]:
    parts = [_text(24, 30, "How far answers are from how their reader writes", 'font-size="17" font-weight="bold"')]
    for at, (fill, edge, said) in enumerate(
        (
            ("#c2410c", "#c2410c", "matched to them"),
            ("#9ca3af", "#9ca3af", "to nobody"),
            ("#ffffff", "#1d4ed8", "to another"),
        )
    ):
        left = 30 + 160 * at
        parts.append(f'<circle cx="{left}" cy="54" r="6" fill="{fill}" stroke="{edge}" stroke-width="2"/>')
        parts.append(_text(left + 12, 58, said, ""))
    parts.append(f'<path d="M{zero:.1f} {TOP}V{height - 50}" stroke="#111827"/>')
    parts.append(_text(zero, height - 28, "alike", 'text-anchor="middle"'))
    parts.append(_text(WIDTH - RIGHT, height - 28, "further apart →", 'text-anchor="end"'))
    return parts


def _text(x: float, y: float, said: str, more: str) -> str:
    size = "" if "font-size" in more else 'font-size="13" '
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="#111827" {size}{more}>{escape(said)}</text>'
