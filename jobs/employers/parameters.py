"""What the bureau sets about the verification of employers."""

from core.parameters.registry import Parameter

HALF_A_YEAR = 183  # days

VERIFY_DAYS = Parameter(
    "verify_days",
    "单位核实一次管多少天",
    "天",
    HALF_A_YEAR,
    least=30,
    most=1100,
    note="满期后岗位不再对外显示，要重新核实；改了只影响以后核实的。",
)
RENEW_DAYS = Parameter(
    "verify_renew_days",
    "单位核实到期前几天提醒，并列为“快到期”",
    "天",
    30,
    least=1,
    most=180,
    note="单位会收到提醒，工作人员在单位核实那一页看到家数。",
)
DECIDE_DAYS = Parameter(
    "verify_decide_days",
    "单位提交后几个工作日内办完核实",
    "工作日",
    2,
    least=1,
    most=30,
    note="登记的单位会看到这个期限，超过的标红。",
)
