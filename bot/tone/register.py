"""What the words of a reply show of its register: T or V, and how formal it is; None where they show neither."""


def address_of(prose: str) -> float | None:
    """0 where the reply says du, tu, tú… to its reader, 1 where it says Sie, vous, usted…"""
    return None


def formality_of(prose: str) -> float | None:
    """0 casual to 1 formal."""
    return None
