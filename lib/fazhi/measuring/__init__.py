"""A report's segments → its quantities, indicators, themes and words."""
