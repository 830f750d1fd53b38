"""The telephone list: notices to veterans without an account, to be passed on by a call."""
