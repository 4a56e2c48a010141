"""Executed notebooks and tables → a web report."""
