"""People: accounts, stations and veterans."""
