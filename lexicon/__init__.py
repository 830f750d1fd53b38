"""The domain lexicon: tables of occupations, military trades and certificates, and their loader."""
