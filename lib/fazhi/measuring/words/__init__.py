"""Text → words of the domain's vocabulary, and their counts."""
