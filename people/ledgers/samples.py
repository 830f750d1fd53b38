"""The columns of our own ledger to fill in, and its explanation."""

from people.veterans.models import (
    Branch,
    EmploymentStatus,
    ResettlementMode,
    Schooling,
    Sex,
    SoldierClass,
)
from sheets.template import EXAMPLE, Sample, Template
from sheets.writing import Note

SAMPLES = {
    "name": Sample("姓名（必填）", 14, f"{EXAMPLE}张三"),
    "identity": Sample("身份证号", 22, is_id=True),
    "phone": Sample("手机号（必填）", 16, "13900000000", is_id=True),
    "sex": Sample("性别", 8, "男", tuple(one.label for one in Sex)),
    "born_on": Sample("出生日期", 16, "1995年5月1日"),
    "township": Sample("户籍乡镇", 14, "榴城镇"),
    "soldier_class": Sample("兵役身份", 14, "义务兵", tuple(one.label for one in SoldierClass)),
    "mode": Sample("安置方式", 18, "自主就业", tuple(one.label for one in ResettlementMode)),
    "enlisted_on": Sample("入伍日期", 16, "2018年9月1日"),
    "retired_on": Sample("退役日期", 16, "2023年9月1日"),
    "branch": Sample("军种", 14, "陆军", tuple(one.label for one in Branch)),
    "specialty": Sample("服役专业", 18, "汽车驾驶"),
    "duty": Sample("部队职务", 14, "班长"),
    "rank": Sample("军衔", 12, "下士"),
    "schooling": Sample("学历", 14, "大专", tuple(one.label for one in Schooling)),
    "major": Sample("所学专业", 16, "汽车维修"),
    "credentials": Sample("证书", 22, "A2驾照、电工证"),
    "skills": Sample("技能特长", 24, "会开铲车"),
    "status": Sample("就业状态", 16, "求职", tuple(one.label for one in EmploymentStatus)),
    "wanted_occupations": Sample("想做什么工作", 20, "货车司机、保安"),
    "wanted_places": Sample("想在哪里工作", 18, "合肥、蚌埠"),
    "pay_min": Sample("期望工资", 12, "6000"),
}
NOTES = (
    Note("怎么用", "一行写一个人。示例那一行看完请删去，留着也不会导入。"),
    Note("认人", "先按身份证号认；没有身份证号，按姓名和手机号认。只是像，不会合并。"),
    Note("手机号", "名单里没有的人，必须有手机号才能登记。"),
    Note("空着的格", "空着就是不知道，不会把系统里已有的改成空。"),
    Note("同意", "导入的人还没有同意推荐岗位：先只在名单里，本人凭认领码认领、同意以后才推荐。"),
    Note("部队番号", "任何一格都不要写部队番号、代号和驻地，有这样的列请整列删去。"),
)
TEMPLATE = Template("退役军人台账模板.xlsx", "退役军人", SAMPLES, NOTES)
