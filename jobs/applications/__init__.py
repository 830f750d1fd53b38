"""Applications: from 我想去这家 to an answer, and who may see whom on the way."""
