"""Hand codings and samples → how far the rules can be trusted."""
