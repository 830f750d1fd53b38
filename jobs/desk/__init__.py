"""What waits today, for the bureau and for an employer; reads every noun of jobs."""
