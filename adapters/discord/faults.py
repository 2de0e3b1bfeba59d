"""Discord's faults as ours."""

import aiohttp
import discord

from adapters.errors import AdapterError, DirectClosed, MessageGone, Misconfigured, RateLimited, Refused, Unreachable

REST_FAULTS = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
DIRECT_CLOSED = (50007, 50278)  # takes no direct messages; shares no server with the bot any more
UNKNOWN_MESSAGE = 10008
TOO_MANY_DIRECTS = 40003
PAUSE_SECONDS = 60.0  # where Discord asks for one without saying how long


def adapter_error(fault: BaseException) -> AdapterError:
    """The fault in our words; what is none of Discord's answers means that it cannot be reached."""
    if isinstance(fault, AdapterError):
        return fault
    if isinstance(fault, discord.RateLimited):
        return RateLimited(fault.retry_after)
    if isinstance(fault, discord.HTTPException):
        return _answered(fault)
    return Unreachable()


def _answered(fault: discord.HTTPException) -> AdapterError:
    if fault.code in DIRECT_CLOSED:
        return DirectClosed()
    if fault.code == UNKNOWN_MESSAGE:
        return MessageGone()
    if fault.status == 429 or fault.code == TOO_MANY_DIRECTS:
        return RateLimited(PAUSE_SECONDS)
    if fault.status == 401:
        return Misconfigured("Discord does not accept the bot's token any more.")
    return Unreachable() if fault.status >= 500 else Refused()
