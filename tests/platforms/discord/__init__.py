"""A Discord on loopback: REST, gateway and files over real sockets, with people in it who use it, and a judge."""
