"""The columns of our own sheet to fill in, and its explanation."""

from jobs.vacancies.models import PayPeriod
from people.veterans.models import Schooling
from sheets.template import EXAMPLE, Sample, Template
from sheets.writing import Note

YES_NO = ("是", "否")
SCHOOLING = ("不限", *(level.label for level in Schooling))
PERIODS = tuple(period.label for period in PayPeriod)
SAMPLES = {
    "title": Sample("岗位名称（必填）", 22, f"{EXAMPLE}货车驾驶员"),
    "employer": Sample("单位名称（必填）", 28, "怀远县示例物流有限公司"),
    "credit_code": Sample("统一社会信用代码", 22, is_id=True),
    "headcount": Sample("招聘人数（必填）", 10, "3"),
    "place": Sample("工作地点（必填）", 18, "怀远县榴城镇"),
    "pay_min": Sample("最低薪资（必填）", 10, "6000"),
    "pay_max": Sample("最高薪资（必填）", 10, "8000"),
    "pay_period": Sample("计薪方式", 10, "元/月", PERIODS),
    "duties": Sample("工作内容（必填）", 40, "驾驶重型货车跑省内线路，做好车辆日常保养。"),
    "requirements": Sample("任职要求（必填）", 40, "持 A2 驾照，有货运经验。"),
    "schooling": Sample("学历", 14, "初中", SCHOOLING),
    "years": Sample("工作经验", 12, "1年以上"),
    "age": Sample("年龄", 12),
    "credentials": Sample("证书要求", 18, "A2 驾照"),
    "lodging": Sample("包吃住", 8, "是", YES_NO),
    "insurance": Sample("五险", 8, "是", YES_NO),
    "nights": Sample("上夜班", 8, "否", YES_NO),
    "shift": Sample("班次", 14, "做六休一"),
    "veterans": Sample("退役军人优先", 12, "是", YES_NO),
    "contact_name": Sample("联系人", 12, "王经理"),
    "contact_phone": Sample("联系电话", 16, "13900000000", is_id=True),
    "valid_to": Sample("有效期至", 14, "2027年6月30日"),
}
NOTES = (
    Note("怎么用", "一行写一个岗位。示例那一行看完请删去，留着也不会导入。"),
    Note("不要改表头", "表头的字改了，系统要您再选一次每列的意思。可以整列删去不用的列。"),
    Note("工资", "写税前的数。按天、按小时或计件的，在“计薪方式”里选。"),
    Note("工作地点", "写到乡镇，如“怀远县榴城镇”；外地写到市，如“江苏省苏州市”。"),
    Note("不能写的话", "不能限男女、户口、民族、婚育，不能写“高薪”“包录用”。写了会退回来改。"),
    Note("年龄", "确有理由才写，如“18-45岁”。"),
    Note("证书要求", "写必须有的证，一行里几个证用顿号隔开。"),
    Note("有效期", "写到哪一天为止。空着就按导入时选的天数算。"),
    Note("部队番号", "任何一格都不要写部队番号、代号和驻地。"),
)
TEMPLATE = Template("岗位导入模板.xlsx", "岗位", SAMPLES, NOTES)
