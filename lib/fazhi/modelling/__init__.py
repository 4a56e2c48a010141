"""Tables → findings with their uncertainty."""
