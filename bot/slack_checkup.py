"""What the doctor asks Slack, and the address that Slack asks: whether all fits together, and where to click if not."""

from collections.abc import AsyncIterator

from adapters.errors import AdapterError, Misconfigured, Unreachable
from adapters.slack.application import Application, check_installing, check_socket, look_up
from adapters.slack.permissions import SOCKET_SCOPE, missing_scopes
from adapters.slack.reach import Reach, knock
from bot.findings import Finding, Sign, failed, warning, well
from bot.slack_settings import SlackHttp, SlackInstalling, SlackSettings

PART = "Slack"
APP = "Open https://api.slack.com/apps, your app"
COPY_TOKEN = f"{APP}, OAuth & Permissions, and copy the Bot User OAuth Token."
MAKE_TOKEN = f"{APP}, Basic Information, App-Level Tokens, and make one with the scope {SOCKET_SCOPE}."
REINSTALL = (
    f"{APP}, App Manifest, paste what `rapport slack-manifest` prints, save, and press Reinstall under Install App."
)
COPY_CREDENTIALS = f"{APP}, Basic Information, App Credentials, and copy Client ID and Client Secret."
NEEDED = {"chat:write", "im:history", "app_mentions:read"}  # without these it neither hears nor answers
LISTENING = ("channels:history", "groups:history")
LITTLE_SKEW, MOST_SKEW = 30.0, 240.0  # seconds; what Slack signed is taken for five minutes
ANSWERS = {
    Reach.WELL: well(PART, "what Slack signs is taken at {at}, and nothing else"),
    Reach.NOBODY: warning(PART, "nothing answers at {at}, which is well as long as `rapport run` is not running"),
    Reach.DEAF: failed(
        PART,
        f"{{at}} refuses what slack.signing_secret signs. {APP}, Basic Information, copy the Signing Secret, and "
        "start Rapport again with it.",
    ),
    Reach.OPEN: failed(PART, "what answers at {at} takes what nobody signed, so it is not Rapport."),
    Reach.STRANGE: failed(PART, "what answers at {at} is not Rapport. Set slack.http to a free port."),
}


async def examine_slack(settings: SlackSettings) -> AsyncIterator[Finding]:
    """Tokens and what they were given, the clock, and the way on which events come."""
    try:
        if settings.bot_token is not None:
            async for finding in _bot(settings.bot_token, settings):
                yield finding
        if settings.installing is not None:
            yield await _installing(settings.installing, settings.api)
        if settings.app_token is not None:
            yield await _socket(settings.app_token, settings.api)
    except Unreachable as fault:
        yield failed(PART, str(fault))
    if settings.http is not None and settings.http.port:
        yield await _address(settings.http)


async def _bot(token: str, settings: SlackSettings) -> AsyncIterator[Finding]:
    try:
        found = await look_up(token, settings.api)
    except Unreachable:
        raise
    except AdapterError as fault:
        yield _refused(fault, COPY_TOKEN)
        return
    yield well(PART, f"the bot token is that of {found.name} in {found.workspace}")
    for finding in scopes(found, listen=settings.listen):
        yield finding
    if found.skew is not None:
        yield clock(found.skew, http=settings.http is not None)


def scopes(found: Application, *, listen: bool) -> list[Finding]:
    """What the token was not given, with what that is for; and whether it can listen, where that is set."""
    if not found.scopes:
        return [warning(PART, "Slack does not say what the bot token was given.")]
    missing = missing_scopes(found.scopes)
    if not missing:
        return [well(PART, "it was given every scope that it asks for")]
    sign = Sign.FAILED if NEEDED & {each.name for each in missing} else Sign.WARNING
    told = "; ".join(f"{each.name} ({each.reason})" for each in missing)
    lines = [Finding(sign, PART, f"it was not given: {told}. {REINSTALL}")]
    if listen and not found.scopes.issuperset(LISTENING):
        lines.append(failed(PART, f"slack.listen needs {' and '.join(LISTENING)}. Or set listen to false."))
    return lines


def clock(skew: float, *, http: bool) -> Finding:
    """How far our clock is from Slack's; over HTTP everything is refused that seems to be old."""
    told = f"this machine's is {abs(skew):.0f} seconds {'ahead of' if skew > 0 else 'behind'} Slack's"
    if abs(skew) < LITTLE_SKEW:
        return well("clock", "as Slack's")
    if http and abs(skew) > MOST_SKEW:
        return failed("clock", f"{told}, so what Slack signs seems old and is refused. Let it be set by NTP.")
    return warning("clock", f"{told}. Let it be set by NTP, or reminders come at the wrong time.")


async def _installing(credentials: SlackInstalling, api: str | None) -> Finding:
    try:
        await check_installing(credentials.client_id, credentials.client_secret, api)
    except Unreachable:
        raise
    except AdapterError as fault:
        return _refused(fault, COPY_CREDENTIALS)
    return well(PART, "it can be installed in workspaces with this client id and secret")


async def _socket(token: str, api: str | None) -> Finding:
    try:
        await check_socket(token, api)
    except Unreachable:
        raise
    except AdapterError as fault:
        return _refused(fault, MAKE_TOKEN)
    return well(PART, "Socket Mode opens with the app token")


def _refused(fault: AdapterError, click: str) -> Finding:
    return failed(PART, f"{fault} {click}" if isinstance(fault, Misconfigured) else str(fault))


async def _address(http: SlackHttp) -> Finding:
    found = ANSWERS[await knock(http.host, http.port, http.signing_secret)]
    return Finding(found.sign, found.part, found.text.format(at=f"{http.host}:{http.port}"))
