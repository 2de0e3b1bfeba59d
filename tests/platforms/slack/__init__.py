"""A Slack on loopback: Web API, Socket Mode, signed events and files, with people in it who use it, and a judge.

    async def test_it(slack: SlackStandIn) -> None:  # the fixture
        alice = slack.person("Alice")
        general = slack.home.channel("general", alice)
        ...  # start the bot: Web API at `slack.api`, tokens `slack.token` and `slack.credentials.app_token`
        said = await alice.post(general, f"{slack.mention} hello")
        reply = await slack.reply(said)

For signed HTTP: `slack.post_to(address)` instead of sockets, with the secret `slack.credentials.signing_secret`.

What cannot be learnt here: real rate limits, the exact schedule of redelivery, TLS, how a client draws blocks, and
what Slack does beside its own documents.
"""
