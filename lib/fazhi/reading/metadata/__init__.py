"""A report's segments → its title, region, year, issuer and dates."""
