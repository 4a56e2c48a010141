"""Word counts → topics, their number, stability and prevalence."""
