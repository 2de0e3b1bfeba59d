"""Keeps a model from words: which tokens are barred so that it cannot say them.

Servers bar tokens, not words (`logit_bias`), so only a word that is a token of its own is kept away: behind a space, or
at the beginning of a line with a capital. Without a space and small it is left alone, as it is a part of other words.
"""

import asyncio
from collections.abc import Sequence

from bot.errors import ModelError
from bot.llm.connection import Connection
from bot.llm.tokenizer import tokens_in


async def barred(connection: Connection, words: Sequence[str]) -> tuple[int, ...]:
    """The tokens by which the endpoint's model would say the words; none where its server does not tell.

    Each word is asked for once; raises nothing.
    """
    if not words or connection.quirk.tokenizer is None:
        return ()
    spelt = [each for word in words for each in (f" {word}", f" {word.capitalize()}", word.capitalize())]
    unknown = [each for each in spelt if each not in connection.single_tokens]
    try:
        found = await asyncio.gather(*(tokens_in(connection, each) for each in unknown))
    except ModelError:
        return ()
    for each, tokens in zip(unknown, found, strict=True):
        connection.single_tokens[each] = tokens[0] if tokens is not None and len(tokens) == 1 else None
    known = (connection.single_tokens[each] for each in spelt)
    return tuple(dict.fromkeys(each for each in known if each is not None))
