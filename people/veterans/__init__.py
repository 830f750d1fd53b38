"""Veterans: profile, service record, consent, status verification."""
