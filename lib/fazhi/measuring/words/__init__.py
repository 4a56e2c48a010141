"""Text → words, cut with the domain vocabulary, and their counts."""
