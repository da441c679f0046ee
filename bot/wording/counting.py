"""How many of something."""


def counted(count: float, one: str, many: str = "") -> str:
    """A number with its noun: 1 rating, 2 ratings. ``many``: where it is not ``one`` with an s."""
    return f"{count:g} {one if count == 1 else many or f'{one}s'}"
