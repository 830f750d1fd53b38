"""The group `flask matching`: each noun adds its commands under their established names."""

COMMANDS = {
    "activate",
    "batch",
    "evaluate",
    "index",
    "learn",
    "rank",
    "rollback",
    "try",
}


def test_the_nouns_of_matching_share_one_group_of_commands(app):
    assert set(app.cli.commands["matching"].commands) == COMMANDS
