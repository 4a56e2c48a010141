"""A sentence → its numbers with unit, bound, subject and verb."""
