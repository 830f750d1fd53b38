"""The sheet of employers to fill in, and its explanation."""

from jobs.employers.models import Industry, Staffing
from sheets.template import EXAMPLE, Sample, Template
from sheets.writing import Note

YES_NO = ("是", "否")
SAMPLES = {
    "name": Sample("单位名称（必填）", 30, f"{EXAMPLE}怀远县示例物流有限公司"),
    "credit_code": Sample("统一社会信用代码", 22, is_id=True),
    "legal_person": Sample("法定代表人", 12, "王经理"),
    "contact_name": Sample("联系人", 12, "李主任"),
    "contact_phone": Sample("联系电话", 16, "13900000000", is_id=True),
    "place": Sample("所在地", 16, "榴城镇"),
    "address": Sample("详细地址", 28, "榴城镇物流园"),
    "industry": Sample("所属行业", 26, Industry.G.label, tuple(one.label for one in Industry)),
    "staffing": Sample("人员规模", 14, "20—99人", tuple(one.label for one in Staffing)),
    "introduction": Sample("单位简介", 40, "从事公路货物运输和仓储。"),
    "veteran_run": Sample("军创企业", 10, "否", YES_NO),
}
NOTES = (
    Note("怎么用", "一行写一家单位。示例那一行看完请删去，留着也不会导入。"),
    Note("认单位", "先按统一社会信用代码认，没有代码按名称认；括号全角半角、空格不算不一样。"),
    Note("核实", "导入的单位都是“待核实”，核实通过以后岗位才对外显示。"),
    Note("联系电话", "系统里已有联系电话的不照表改，要改请在单位资料里改。"),
    Note("空着的格", "空着就是不知道，不会把系统里已有的改成空。"),
)
TEMPLATE = Template("用人单位模板.xlsx", "用人单位", SAMPLES, NOTES)
