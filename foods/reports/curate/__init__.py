"""What the curators' pages show: the queue, one item of it, what was changed and decided."""
