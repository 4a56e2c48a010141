"""Sentences of many reports → which of them share text, what is everybody's formula, what is a report's own."""
