"""The record of actions as the auditor reads it: found by person, account, time and kind."""
