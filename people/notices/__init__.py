"""Notices: what the platform has to tell somebody, in the inbox, by SMS or by a call."""
