"""Corrections of who a person is: a password reset, a changed phone, a misspelt name."""
