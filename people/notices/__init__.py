"""Notices to veterans, employers and staff: in the inbox, by text message or by a call."""
