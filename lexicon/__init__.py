"""The words of the trade: occupations, military trades, certificates. Tables and their loader."""
