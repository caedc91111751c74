"""Keeping the table right: what looks wrong (`checking`), what curators decide (`deciding`), merging (`merging`)."""
