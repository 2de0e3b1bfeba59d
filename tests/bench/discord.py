"""The bot at Discord, measured: python -m tests.bench.discord latency|throughput|memory"""

from tests.bench.platform_measured import main

if __name__ == "__main__":
    main("discord")
