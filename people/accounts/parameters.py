"""What the bureau sets about accounts."""

from core.parameters.registry import Parameter

MOST_ACCOUNTS_A_PHONE = 5  # each costs a password hash at every sign-in with that phone
ACCOUNTS_A_PHONE = Parameter(
    "accounts_a_phone",
    "一个手机号最多有几个账号",
    "个",
    MOST_ACCOUNTS_A_PHONE,
    least=1,
    most=MOST_ACCOUNTS_A_PHONE,
    note="一家人可以共用一个手机号，各用各的姓名和密码。改小以后，已有的账号照样能用。",
)
