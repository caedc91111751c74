"""What the pages of the food database show: one frozen object a page, made with all its queries by `build`."""
