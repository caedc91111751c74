"""The floor: what one signed-in page, one insert, one search and one bare request cost a minimal Django project."""
