"""Wording: what must be found, what only looks like it, and the exact place of the words."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.vacancies.lint import Severity, blocks, lint, lint_reason, pieces, warnings
from jobs.vacancies.lint.finding import RULES
from jobs.vacancies.lint.laws import HOUSE

# (text, topic, the words marked)
UNLAWFUL = [
    ("限男性", "性别", "限男性"),
    ("仅限男士", "性别", "仅限男士"),
    ("男性优先", "性别", "男性优先"),
    ("男士优先考虑", "性别", "男士优先"),
    ("女性优先", "性别", "女性优先"),
    ("女士优先,会开车", "性别", "女士优先"),
    ("性别：男", "性别", "性别：男"),
    ("性别要求女", "性别", "性别要求女"),
    ("男，25岁以上", "性别", "男"),
    ("仓管（男）", "性别", "男"),
    ("保安 只招男", "性别", "只招男"),
    ("招女服务员2名", "性别", "招女"),
    ("男保安", "性别", "男保安"),
    ("女文员", "性别", "女文员"),
    ("女收银", "性别", "女收银"),
    ("需要2名男工", "性别", "需要2名男工"),
    ("不招女性", "性别", "不招女性"),
    ("女性勿扰", "性别", "女性勿扰"),
    ("限 男", "性别", "限 男"),
    ("限\u200b男", "性别", "限\u200b男"),
    ("适合女性", "性别", "适合女性"),
    ("不限男女，女士优先", "性别", "女士优先"),
    ("仅限汉族", "民族", "仅限汉族"),
    ("汉族优先", "民族", "汉族优先"),
    ("不招少数民族", "民族", "不招少数民族"),
    ("少数民族勿扰", "民族", "少数民族勿扰"),
    ("民族：汉", "民族", "民族：汉"),
    ("必须是汉族", "民族", "必须是汉族"),
    ("回族人员除外", "民族", "回族人员除外"),
    ("无宗教信仰", "宗教信仰", "无宗教信仰"),
    ("不得信教", "宗教信仰", "不得信教"),
    ("信教者勿投", "宗教信仰", "信教者勿投"),
    ("有宗教信仰者不予录用", "宗教信仰", "有宗教信仰者不予录用"),
    ("只招佛教徒", "宗教信仰", "只招佛教徒"),
    ("本地户口", "户籍", "本地户口"),
    ("怀远县户籍优先", "户籍", "怀远县户籍"),
    ("城镇户口", "户籍", "城镇户口"),
    ("非农业户口", "户籍", "非农业户口"),
    ("限本市人员", "户籍", "限本市人员"),
    ("仅限本地人", "户籍", "仅限本地人"),
    ("户口须在本县", "户籍", "户口须在"),
    ("户籍：安徽", "户籍", "户籍："),
    ("不要外地人", "户籍", "不要外地人"),
    ("外地人勿扰", "户籍", "外地人勿扰"),
    ("限安徽籍", "户籍", "限安徽籍"),
    ("已婚已育", "婚育", "已婚已育"),
    ("已婚优先", "婚育", "已婚"),
    ("未婚", "婚育", "未婚"),
    ("单身优先", "婚育", "单身优先"),
    ("两年内无生育计划", "婚育", "两年内无生育计划"),
    ("近三年不怀孕", "婚育", "近三年不怀孕"),
    ("孕妇勿扰", "婚育", "孕妇勿扰"),
    ("婚育状况：已育", "婚育", "婚育状况："),
    ("请注明婚育情况", "婚育", "注明婚育"),
    ("属虎的勿扰", "属相星座", "属虎的勿扰"),
    ("不要属鸡的", "属相星座", "不要属鸡的"),
    ("处女座勿投", "属相星座", "处女座勿投"),
    ("天蝎座优先", "属相星座", "天蝎座优先"),
    ("不招双子座", "属相星座", "不招双子座"),
    ("O型血优先", "属相星座", "O型血优先"),
    ("属相不合的免谈", "属相星座", "属相不合"),
    ("无乙肝", "健康歧视", "无乙肝"),
    ("乙肝携带者勿扰", "健康歧视", "乙肝携带者勿扰"),
    ("体检含乙肝五项", "健康歧视", "乙肝五项"),
    ("入职查乙肝", "健康歧视", "查乙肝"),
    ("须提供乙肝检测报告", "健康歧视", "乙肝检测报告"),
    ("不招大三阳", "健康歧视", "不招大三阳"),
    ("残疾人勿扰", "残疾", "残疾人勿扰"),
    ("不招残疾人", "残疾", "不招残疾人"),
    ("身体无残疾", "残疾", "无残疾"),
    ("四肢健全", "残疾", "四肢健全"),
    ("无身体缺陷", "残疾", "无身体缺陷"),
    ("面试保录用", "夸大承诺", "保录用"),
    ("包就业", "夸大承诺", "包就业"),
    ("考试包过", "夸大承诺", "包过"),
    ("100%录用", "夸大承诺", "100%录用"),
    ("高薪诚聘司机", "夸大承诺", "高薪"),
    ("月入过万", "夸大承诺", "月入过万"),
    ("轻松日赚500", "夸大承诺", "轻松日赚"),
    ("内部名额", "夸大承诺", "内部名额"),
    ("入职需交押金500元", "收费", "入职需交押金"),
    ("押金300元，离职退", "收费", "押金300元"),
    ("服装费自理", "收费", "服装费自理"),
    ("先交培训费", "收费", "先交培训费"),
    ("收取报名费", "收费", "收取报名费"),
    ("缴纳保证金", "收费", "缴纳保证金"),
    ("上岗前个人承担培训费", "收费", "上岗前个人承担培训费"),
    ("中介费200元", "收费", "中介费200元"),
    ("扣押身份证", "扣证件", "扣押身份证"),
    ("押一个月工资", "工资发放", "押一个月工资"),
    ("在家刷单", "兼职骗局", "刷单"),
    ("培训贷", "收费", "培训贷"),
]

DOUBTFUL = [
    ("35岁以下", "年龄", "35岁以下"),
    ("年龄18-45周岁", "年龄", "年龄18-45周岁"),
    ("年龄：25～40", "年龄", "年龄：25～40"),
    ("年龄不超过50", "年龄", "年龄不超过50"),
    ("90后优先", "年龄", "90后优先"),
    ("年轻人优先", "年龄", "年轻人优先"),
    ("身高170以上", "身高相貌", "身高170以上"),
    ("身高1.75米以上", "身高相貌", "身高1.75米以上"),
    ("形象好气质佳", "身高相貌", "形象好"),
    ("五官端正", "身高相貌", "五官端正"),
    ("相貌端正", "身高相貌", "相貌端正"),
    ("全日制大专", "学历形式", "全日制大专"),
    ("统招本科及以上", "学历形式", "统招本科及以上"),
    ("985/211院校", "学历形式", "985/211院校"),
    ("本地人优先", "本地优先", "本地人优先"),
    ("当地居民优先", "本地优先", "当地居民优先"),
    ("只招退役军人", "只招退役军人", "只招退役军人"),
    ("电话13812345678", "联系方式", "13812345678"),
    ("138-1234-5678", "联系方式", "138-1234-5678"),
    ("138 1234 5678", "联系方式", "138 1234 5678"),
    ("0552-8888888", "联系方式", "0552-8888888"),
    ("微信：zhaopin888", "联系方式", "微信：zhaopin888"),
    ("VX abc12345", "联系方式", "VX abc12345"),
    ("加微信详聊", "联系方式", "加微信"),
    ("简历发hr@example.com", "联系方式", "hr@example.com"),
    ("见www.example.com", "联系方式", "www.example.com"),
]

HARMLESS = [
    "",
    "男女不限",
    "不限男女",
    "男女均可",
    "男、女均可",
    "性别不限",
    "性别：不限",
    "女装销售",
    "男装导购",
    "女鞋店长",
    "负责女士护肤品销售",
    "负责招聘女装店长",
    "女生宿舍管理员",
    "女子健身会所教练",
    "女性用品导购",
    "女职工权益保护",
    "妇女儿童医院护工",
    "子女教育补贴",
    "儿女双全的客户回访",
    "联系人王女士",
    "男科导医",
    "退役女兵也欢迎",
    "女安检员与男安检员各一班",
    "少数民族地区项目经验",
    "民族不限",
    "各民族应聘者一视同仁",
    "民族乐器演奏",
    "会说少数民族语言",
    "少数民族同等条件优先",
    "宗教信仰不限",
    "宗教场所安保",
    "尊重宗教信仰自由",
    "宗教用品仓库管理",
    "户籍不限",
    "不限户口",
    "户籍窗口工作人员",
    "可协助办理本地户口",
    "入职带户口本复印件",
    "配送范围仅限本县",
    "出差仅限本市",
    "熟悉本地路况",
    "限中国籍",
    "婚育不限",
    "婚姻状况不限",
    "已婚未婚均可",
    "婚庆策划",
    "生育保险",
    "有婚假产假",
    "育婴师",
    "单身宿舍",
    "单身公寓管理员",
    "未婚妻",
    "面向单身青年组织联谊",
    "组织未婚职工联谊",
    "生肖不限",
    "生肖文创产品销售",
    "运营星座类账号",
    "属地管理",
    "AB型血浆采集",
    "不查乙肝",
    "入职体检不做乙肝检测",
    "乙肝疫苗研发",
    "熟悉乙肝检测试剂",
    "持有效健康证",
    "残疾人优先",
    "残疾人亦可",
    "不限制残疾人",
    "残疾军人优先",
    "残疾人康复服务",
    "伤残鉴定",
    "欢迎残疾人应聘",
    "确保录入数据准确",
    "环保录入员",
    "社保录用备案资料整理",
    "面包过期处理",
    "钱包过膜",
    "提高薪资核算效率",
    "最高薪级",
    "不得承诺包过",
    "劳动保护到位",
    "不收押金",
    "不收取任何押金、培训费",
    "无需缴纳培训费",
    "免押金",
    "零押金入住",
    "不收服装费和报名费",
    "培训费由公司承担",
    "公司承担服装费",
    "免费培训，发工作服",
    "负责客户押金的收取与退还",
    "办理投标保证金",
    "核对租户押金台账",
    "员工食堂免费",
    "识别刷单行为",
    "严禁扣押身份证",
    "年龄不限",
    "年满18周岁",
    "满18周岁以上",
    "辅导10-12岁儿童",
    "照护80岁以上老人",
    "每月15号发工资",
    "维护公司形象",
    "形象店店长",
    "企业形象宣传",
    "身高不限",
    "货架高度1.8米以上",
    "非全日制用工",
    "全日制工作",
    "不要求全日制",
    "学历不限全日制与否",
    "211国道沿线",
    "本地配送",
    "退役军人优先",
    "退伍兵优先考虑",
    "微信公众号运营",
    "订单号 20231112345678901",
    "工资 4500-6000 元",
    "7:30—17:30，做六休一",
    "持A2驾照，跑皖北短途",
    "能吃苦，服从安排，会用叉车",
    "男女同工同酬",
    "怀孕女员工每天工作六小时",
    "14岁以下子女的节日礼物",
    "本公司招聘不以任何名义向劳动者收取押金及财物",
    "负责男女更衣室保洁",
]


def found_in(text: str) -> list[tuple[str, str]]:
    return [(finding.topic, finding.words) for finding in lint({"requirements": text})]


@pytest.mark.parametrize(("text", "topic", "words"), UNLAWFUL)
def test_unlawful_wording_blocks(text: str, topic: str, words: str) -> None:
    blocking = blocks(lint({"requirements": text}))

    assert (topic, words) in [(finding.topic, finding.words) for finding in blocking]


@pytest.mark.parametrize(("text", "topic", "words"), DOUBTFUL)
def test_doubtful_wording_warns_and_does_not_block(text: str, topic: str, words: str) -> None:
    findings = lint({"requirements": text})

    assert (topic, words) in [(finding.topic, finding.words) for finding in warnings(findings)]
    assert blocks(findings) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_negations_and_lawful_uses_are_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_a_finding_shows_where_why_and_what_to_write_instead() -> None:
    (finding,) = lint({"duties": "看大门", "requirements": "身体好，男性优先。"})

    assert finding.kind is Severity.BLOCK
    assert (finding.field, finding.start, finding.end) == ("requirements", 4, 8)
    assert finding.reason == "招人不能限定或偏向性别"
    assert finding.law == "《就业促进法》第三条、第二十七条，《人力资源市场暂行条例》第二十四条"
    assert finding.suggestion.startswith("删去性别要求")


def test_places_count_in_the_text_as_typed_and_not_as_squeezed() -> None:
    text = "会 开 车，　限　男　性。"

    (finding,) = lint({"requirements": text})

    assert text[finding.start : finding.end] == "限　男　性"


def test_overlapping_findings_leave_the_blocking_one() -> None:
    assert found_in("男25-35岁") == [("性别", "男"), ("年龄", "25-35岁")]
    assert found_in("限本地人优先") == [("户籍", "限本地人")]


def test_each_text_is_read_on_its_own() -> None:
    findings = lint({"title": "女文员", "duties": "打字", "requirements": "本地户口"})

    assert [(finding.field, finding.topic) for finding in findings] == [
        ("title", "性别"),
        ("requirements", "户籍"),
    ]


def test_pieces_mark_the_words_and_lose_nothing() -> None:
    text = "身体好，男性优先，本地户口。"

    cut = list(pieces(text, lint({"requirements": text})))

    assert [(piece.text, piece.finding is not None) for piece in cut] == [
        ("身体好，", False),
        ("男性优先", True),
        ("，", False),
        ("本地户口", True),
        ("。", False),
    ]


def lines_of_the_table() -> list[dict[str, str]]:
    with (Path(__file__).parent / "wording.csv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


TABLE = lines_of_the_table()


def test_the_table_has_at_least_two_hundred_lines_that_hit_and_a_hundred_that_do_not():
    assert sum(bool(row["topic"]) for row in TABLE) >= 200
    assert sum(not row["topic"] for row in TABLE) >= 100
    assert len({row["line"] for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["line"])
def test_a_line_of_the_table_is_judged_with_its_law_and_remedy(row) -> None:
    findings = lint({"requirements": row["line"]})

    found = {
        (one.topic, one.kind.value, one.law, one.suggestion)
        for one in findings
        if one.topic == row["topic"]
    }

    assert found == ({_expected(row)} if row["topic"] else set())
    assert row["topic"] or findings == []


def _expected(row: dict[str, str]) -> tuple[str, str, str, str]:
    return row["topic"], row["severity"], row["law"], row["remedy"]


def test_every_rule_has_lines_in_the_table_and_a_law_or_the_decision_of_the_bureau() -> None:
    assert {rule.topic for rule in RULES} <= {row["topic"] for row in TABLE}
    assert all("《" in rule.law or rule.law == HOUSE for rule in RULES)
    assert all(rule.suggestion.endswith("。") for rule in RULES)


@given(st.lists(st.sampled_from([text for text, *_ in UNLAWFUL + DOUBTFUL] + HARMLESS)))
def test_findings_never_overlap_and_always_quote_the_text(parts: list[str]) -> None:
    text = "。\n".join(parts)

    findings = lint({"duties": text})

    assert all(text[one.start : one.end] == one.words for one in findings)
    assert all(one.end <= two.start for one, two in pairwise(findings))
    assert "".join(piece.text for piece in pieces(text, findings)) == text


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_read(text: str) -> None:
    assert all(finding.words for finding in lint({"duties": text}))


UNLAWFUL_REASONS = [
    "年龄太大",
    "年纪偏大了",
    "岁数大",
    "年龄不合适",
    "超龄",
    "太老了",
    "要年轻一点的",
    "是女的",
    "要男的",
    "女的干不了",
    "性别不合适",
    "她怀孕了",
    "已婚",
    "孩子太小",
    "离过婚",
    "备孕",
    "残疾",
    "有乙肝",
    "个子太矮",
    "形象不好",
    "太胖",
    "是外地人",
    "不是本地人",
    "户口不在本县",
    "是少数民族",
    "信教",
    "当过兵的不好管",
    "老兵脾气大",
    "坐过牢",
    "有前科",
    "仅限男性",
    "宝妈不要",
    "年轻人更合适",
    "想要小年轻",
    "四十多了",
    "五十岁以上不合适",
    "已经当奶奶了",
    "家里有小孩要带",
    "老婆快生了",
    "长相一般",
    "少数民族",
    "回族不方便",
    "外地的怕干不长",
    "当兵的不好管",
    "退伍兵太死板",
    "打过官司",
    "告过老东家",
]
LAWFUL_REASONS = [
    "离厂四十多公里",
    "外地的车跑不了这条线",
    "部队的驾照还没有换",
    "当兵时开过的车型不会开",
    "不会用电脑",
    "回访没有接电话",
    "岗位已满",
    "没有B2驾照",
    "经验不够",
    "工资没有谈拢",
    "路太远不方便",
    "要连续搬重物没有谈拢",
    "请带身份证和驾驶证",
    "已联系三次没有接电话",
    "本人不想上夜班",
    "请明天八点到厂里面试",
    "会看图纸更好",
    "工龄不够三年",
    "带退役证原件来核对",
]


@pytest.mark.parametrize("text", UNLAWFUL_REASONS)
def test_a_reason_for_which_nobody_may_be_turned_down_is_found(text: str) -> None:
    findings = lint_reason(text)

    assert findings
    assert all(finding.law and finding.suggestion for finding in findings)


@pytest.mark.parametrize("text", LAWFUL_REASONS)
def test_a_reason_about_the_work_is_left_alone(text: str) -> None:
    assert lint_reason(text) == []
