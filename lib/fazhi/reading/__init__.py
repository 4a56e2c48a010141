"""A file → a report with its parts."""
