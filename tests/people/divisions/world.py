"""Two townships of the county."""

LIUCHENG = "340321100"  # 榴城镇
CHANGFEN = "340321104"  # 常坟镇
