"""The sheet of stations and staff to fill in, and its explanation."""

from people.stations.models import Employment
from sheets.template import EXAMPLE, Sample, Template
from sheets.writing import Note

SAMPLES = {
    "name": Sample("服务站名称", 28, f"{EXAMPLE}榴城镇退役军人服务站"),
    "level": Sample("哪一级", 10, "乡镇", ("县", "乡镇", "村")),
    "township": Sample("所在乡镇", 14, "榴城镇"),
    "address": Sample("地址", 24, "榴城镇新河路"),
    "phone": Sample("办公电话", 16, "0552-8000000", is_id=True),
    "planned": Sample("应配几人", 10, "2"),
    "model": Sample("示范站", 8, "否", ("是", "否")),
    "staff": Sample("工作人员", 14, "张三"),
    "staff_phone": Sample("手机号", 16, "13900000000", is_id=True),
    "duty": Sample("职务", 12, "站长"),
    "employment": Sample("专职还是兼职", 14, "专职", tuple(one.label for one in Employment)),
    "other_duties": Sample("别的工作占百分之几", 18),
    "started_on": Sample("从哪天起", 16, "2024年3月1日"),
}
NOTES = (
    Note("怎么用", "一行写一个人，站写在前面几列；一个站几个人就写几行，站名一样。"),
    Note("认站认人", "站按名称认，人按站、姓名和手机号认。已有的不会重复，写得不一样的照表改。"),
    Note("村站", "村服务站写清楚村名，另写所在乡镇。"),
    Note("账号", "表里的人先登记在站里。登录账号由系统管理员在“站里人员账号”一页一次开好。"),
    Note("空着的格", "空着就是不知道，不会把系统里已有的改成空。"),
)
TEMPLATE = Template("服务站和人员模板.xlsx", "服务站和人员", SAMPLES, NOTES)
