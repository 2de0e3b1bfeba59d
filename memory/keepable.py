"""What text looks like once it is stored: the same, except for what PostgreSQL cannot hold.

Two halves of a surrogate pair become the character they mean; a lone half and a NUL become U+FFFD. So the text stays
as long as it was, and a reader sees that something stood there.
"""

LONGEST = 100_000  # characters of one message
BROKEN = "\N{REPLACEMENT CHARACTER}"


def keepable(text: str) -> str:
    """`text` as it can be stored."""
    if "\0" in text:
        text = text.replace("\0", BROKEN)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
