"""People: divisions, accounts, notices, veterans, calls, arrivals, stations, caseload."""
