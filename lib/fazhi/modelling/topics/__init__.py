"""Word counts → topics, their number, stability and shares."""
