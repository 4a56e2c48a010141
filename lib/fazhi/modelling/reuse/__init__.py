"""Sentences of many reports → which are shared, which are common formulas, which are a report's own."""
