"""A mail in, its author's own words out: quotes, signatures, HTML, Unicode."""
