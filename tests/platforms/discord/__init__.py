"""A Discord on loopback: REST, gateway and files over real sockets, with people in it who use it, and a judge.

    async def test_it(discord: DiscordStandIn) -> None:  # the fixture; discord.py is pointed at it
        home, alice = discord.guild(), discord.person("Alice")
        home.join(alice)
        ...  # start the bot: with `discord.token`, in another process with RAPPORT_DISCORD_API=`discord.api`
        said = await alice.send(home.channel("general"), f"{discord.mention} hello")
        reply = await discord.reply(said)

What cannot be learnt here: real buckets and the global limit of 50 requests a second, Cloudflare, TLS, how a client
draws what it is sent, and what Discord does beside its own documents.
"""
