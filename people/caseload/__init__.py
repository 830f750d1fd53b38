"""The caseload: veterans without work, every contact with them and what comes next."""
