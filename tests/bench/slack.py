"""The bot at Slack, measured: python -m tests.bench.slack latency|throughput|memory [--by socket|http] [--floor]"""

from tests.bench.platform_measured import main

if __name__ == "__main__":
    main("slack", ("socket", "http"))
