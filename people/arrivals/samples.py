"""The columns of our own ledger of arrivals to fill in, and its explanation."""

from people.arrivals.checklist import item_templates
from people.arrivals.fields import item_key
from people.ledgers.samples import SAMPLES as OF_PEOPLE
from sheets.template import Sample, Template
from sheets.writing import Note

OF_PERSON = ("name", "identity", "phone", "township", "soldier_class", "mode", "retired_on")
EXAMPLES = {"report": "2026年9月5日", "letter": "√", "card": "√", "party": "非党员"}
SAMPLES = {
    **{key: OF_PEOPLE[key] for key in OF_PERSON},
    "approved_on": Sample("批准退役日期", 16, "2026年9月1日"),
    **{
        item_key(one.key): Sample(one.label, 12, EXAMPLES.get(one.key, ""))
        for one in item_templates()
    },
}
NOTES = (
    Note("怎么用", "一行写一个人，一列写一件事。示例那一行看完请删去，留着也不会导入。"),
    Note("办了没有", "办好的打“√”，或写办理日期；没办的空着；不用办的写原因，如“非党员”。"),
    Note("认人", "先按身份证号认；没有身份证号，按姓名和手机号认。只是像，不会合并。"),
    Note("新来的人", "名单里没有的人会一起登记，必须有手机号；本人同意以后才推荐岗位。"),
    Note("安置方式", "自主就业、安排工作、转业要办的事不一样；写错了列，会提醒，不会记。"),
    Note("再导一次", "同一个人再导，只记新办的；空着的格不会把已经办的改成没办。"),
    Note("部队番号", "任何一格都不要写部队番号、代号和驻地，有这样的列请整列删去。"),
)
TEMPLATE = Template("接收台账模板.xlsx", "接收台账", SAMPLES, NOTES)
