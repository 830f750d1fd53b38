"""The signed package two bureaus exchange for a joint fair: posts, and sign-ups with consent."""
