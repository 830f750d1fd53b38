"""People of the bureau's ledgers, read from sheets."""
