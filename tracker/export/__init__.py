"""Everything a person has here, to take along: a zip, flat tables, a bundle for doctors' systems; and the way back."""
