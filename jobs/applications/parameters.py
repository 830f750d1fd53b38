"""Figures the bureau sets for applications."""

from core.parameters.registry import Parameter

SILENCE_DAYS = Parameter(
    "silence_days",
    "单位几天没答复算“没有动静”",
    "天",
    7,
    least=1,
    most=60,
    note="到期后本人会看到，也会列到事务局的工作台。",
)
EXPIRE_DAYS = Parameter(
    "expire_days",
    "岗位停招后，投递再等几天自动结束",
    "天",
    15,
    least=1,
    most=120,
    note="单位一直没答复的投递，到期写成“单位没有答复”。",
)
CONTACT_DAYS = Parameter(
    "contact_open_days",
    "接受录用后，单位还能看联系方式几天",
    "天",
    120,
    least=0,
    most=365,
    note="要本人同意过、没有收回，单位也还在核实有效期内。没有谈成的，马上就看不到。",
)
