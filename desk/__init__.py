"""First pages of the bureau and of employers: what waits today, from every noun of jobs."""
