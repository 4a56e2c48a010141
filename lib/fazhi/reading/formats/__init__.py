"""Bytes of a file → its lines of text."""
