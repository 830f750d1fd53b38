"""Recruitment fairs: booths, posts, sign-ups, check-in, meetings, figures. A fair is data."""
