"""A report's lines → segments with headings, roles and problem statements."""
