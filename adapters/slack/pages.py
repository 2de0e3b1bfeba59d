"""The pages that somebody sees who installs the bot: plain HTML without scripts, which any browser and reader shows.

Nothing is loaded from anywhere, and no other page may hold them in a frame.
"""

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from adapters.slack.permissions import SCOPES, Scope

STYLE = """
:root { color-scheme: light dark; }
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem;
  overflow-wrap: anywhere; }
a.button { display: inline-block; padding: .75rem 1.25rem; border-radius: .5rem; background: #14532d; color: #fff; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
dt { font-family: ui-monospace, monospace; }
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the addresses hold states and codes
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
REASONS = {
    "access_denied": "Nothing was installed, as you chose.",
    "invalid_browser": "This browser did not begin the installation, or took longer than ten minutes.",
    "invalid_state": "This way back from Slack was used already, or took longer than ten minutes.",
    "missing_code": "Slack sent no code along.",
    "invalid_code": "Slack did not accept the code, or cannot be reached.",
    "storage_error": "What Slack gave could not be kept. Try again in a moment.",
}


def install_page(name: str, url: str) -> str:
    """What it is, what it asks for, and the link that begins."""
    asked = "\n".join(f"<dt>{escape(each.name)}</dt><dd>{escape(each.reason)}</dd>" for each in SCOPES)
    return _page(
        f"Add {name} to Slack",
        f"""<p>{escape(name)} remembers what people tell it, and tells nothing to the wrong people. Everybody can see,
correct and erase what is remembered about them.</p>
<p><a class="button" href="{escape(url)}">Add to Slack</a></p>
<h2>What it asks for, and why</h2>
<dl>
{asked}
</dl>""",
    )


def success_page(name: str, *, app: str, team: str | None, missing: Sequence[Scope]) -> str:
    """That it is installed, how to go on, and what it was not given."""
    lost = "".join(f"<li>{escape(each.name)}: {escape(each.reason)}</li>" for each in missing)
    doubt = f"<p>It was not given everything that it needs:</p>\n<ul>{lost}</ul>" if lost else ""
    return _page(f"{name} is installed", f"{_next(name, app, team)}\n{doubt}")


def _next(name: str, app: str, team: str | None) -> str:
    if team is None:
        return f"""<p>It is installed for the organisation. Now add it to workspaces: in Slack's administration, open
<strong>Integrations</strong>, <strong>Installed apps</strong>, {escape(name)}, <strong>Add to more workspaces</strong>.
</p>"""
    opened = f"slack://app?team={quote(team, safe='')}&id={quote(app, safe='')}"
    browser = f"https://app.slack.com/client/{quote(team, safe='')}"
    return f"""<p>Write to it alone, or invite it into a channel with <code>/invite</code> and mention it.</p>
<p><a class="button" href="{escape(opened)}">Open it in Slack</a></p>
<p><a href="{escape(browser)}">Open Slack in this browser</a></p>"""


def failure_page(name: str, reason: str, *, again: str) -> str:
    """What went wrong in a sentence, and the link to try again."""
    sentence = REASONS.get(reason, f"Slack says: {reason[:100]}.")
    return _page(
        f"{name} was not installed",
        f'<p>{escape(sentence)}</p>\n<p><a class="button" href="{escape(again)}">Try again</a></p>',
    )


def _page(title: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
{body}
</main>
</body>
</html>
"""
