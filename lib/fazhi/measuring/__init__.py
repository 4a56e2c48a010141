"""A report's parts → what is counted."""
