"""Rosters of fairs, read from sheets: who signed up, who came, what came of it."""
