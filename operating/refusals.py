"""What an operator is told instead of a traceback."""


class Refused(Exception):
    """One sentence: what is wrong, and what to do. Nothing was changed."""
