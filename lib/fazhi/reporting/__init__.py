"""Findings → what people look at."""
