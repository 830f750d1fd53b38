"""The roster to fill in, and its explanation."""

from sheets.template import EXAMPLE, Sample, Template
from sheets.writing import Note

SAMPLES = {
    "name": Sample("姓名（必填）", 14, f"{EXAMPLE}张三"),
    "identity": Sample("身份证号", 22, is_id=True),
    "phone": Sample("手机号", 16, "13900000000", is_id=True),
    "township": Sample("户籍乡镇", 14, "榴城镇"),
    "came": Sample("到场", 8, "是", ("是", "否")),
    "employer": Sample("单位", 28, "怀远县示例物流有限公司"),
    "vacancy": Sample("岗位", 18, "货车驾驶员"),
    "result": Sample("结果", 12, "有意向", ("见过面", "有意向", "签约", "不合适")),
    "reason": Sample("不合适的原因", 16),
}
NOTES = (
    Note("怎么用", "一行写一个人；一个人见了几家单位就写几行。"),
    Note("哪一场", "导入时选，也可以加一列“招聘会”。"),
    Note("认人", "先按身份证号认，没有就按姓名和手机号；只写姓名的，报名的人里只有一个才认。"),
    Note("报过名的", "不会重复报名，只补签到和结果。"),
    Note("结果", "单位要在这场招聘会订了展位。写“不合适”的，请写原因。"),
)
TEMPLATE = Template("招聘会名册模板.xlsx", "招聘会名册", SAMPLES, NOTES)
