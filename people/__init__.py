"""People: divisions, accounts, notices, veterans, arrivals and stations."""
