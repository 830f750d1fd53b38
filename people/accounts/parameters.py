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
CONFIRMED_MINUTES = Parameter(
    "confirmed_minutes",
    "看完整号码之类的事，输过密码后几分钟内不用再输",
    "分钟",
    10,
    least=1,
    most=60,
    note="刚登录的也算输过。删除资料每次都要输。",
)
SECOND_PERSON_DAYS = Parameter(
    "second_person_days",
    "系统管理员、审计员、局领导的账号变动，几天内要有第二个人确认",
    "天",
    3,
    least=1,
    most=30,
    note="过期的作废，要重新提出。改了以后提出的按新的天数算。",
)
