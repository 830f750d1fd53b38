"""Unit designations are found; ordinary text is left alone."""

import pytest

from core.errors import DomainError
from people.secrecy.designations import Hit, find_designations, refuse_designations

SUSPECT = [
    "在71522部队当兵八年",
    "在 71522 部队服役",
    "73xxx部队退伍",
    "73×××部队",
    "９３７５６部队",
    "七一五二二部队司机",
    "解放军第92925部队",
    "武警8680部队",
    "71522部队82分队",
    "7 1 5 2 2 部队",
    "部队代号65133",
    "番号：陆军第179旅",
    "番号是61255",
    "第83集团军",
    "八十三集团军通信兵",
    "第八十三集团军某部",
    "179旅合成营",
    "一七九旅汽车兵",
    "陆军第179旅",
    "合成第2旅",
    "特战第71旅侦察兵",
    "613旅发射班长",
    "第112师",
    "112师工兵",
    "一一二师警卫连",
    "空军航空兵第24师",
    "第334团",
    "334团服役",
    "在334团当兵",
    "三三四团担任班长",
    "3团2营5连班长",
    "三团二营",
    "二营五连炊事班",
    "某旅第2营",
    "某旅2营",
    "第3营文书",
    "在2营服役",
    "某师一团",
    "38军军部",
    "38军112师",
    "第38军",
    "武警机动第二总队",
    "武警第2机动总队",
    "驱逐舰第3支队",
    "快艇22支队",
    "舷号171",
    "舷号：115",
    "171舰机电兵",
    "在 553 护卫舰上任操舵兵",
    "第22基地",
    "61基地",
    "22试验基地",
    "3号阵地警卫",
    "第5阵地",
    "雷达3站",
    "总参51所",
    "海军12信箱",
    "兰州27支局15信箱44分箱",
    "201信箱",
    "南京1129信箱",
]
ORDINARY = [
    "",
    "带过30人的班",
    "2团建活动",
    "第3营业部",
    "组织过5团队旅游",
    "两次3团圆饭",
    "在某部服役八年",
    "某旅某营炊事班长",
    "在某团当过司机",
    "2016年部队退伍",
    "2016部队退伍",
    "12年部队生活",
    "当兵5年，带兵3年",
    "开过8吨货车，驾龄12年",
    "考了3级厨师，5级焊工",
    "跟2师傅学修车",
    "一师傅带三徒弟",
    "2营养师资格",
    "持有C1、A2驾照",
    "在3旅行社做过导游",
    "带团一团和气",
    "一团糟的仓库整理过",
    "一营业员带三学徒",
    "连续3年优秀士兵",
    "三军仪仗我看过",
    "八路军后代",
    "荣立三等功1次",
    "8军人家庭",
    "管3连锁店",
    "电子信箱 zhang3@example.com",
    "联系手机13812345678",
    "新疆生产建设兵团第八师石河子",
    "兵团第三师图木舒克",
    "县消防救援第2大队",
    "交警三大队辅警",
    "公安局特警1大队",
    "工程第2支队施工员",
    "每月工资4500元",
    "在3个基地轮训",
    "培训基地毕业",
    "军营开放日",
    "退役军士，技术6级",
    "会开挖掘机和30装载机",
    "物流园3号仓库",
    "第1团购店长",
    "2023年9月入职，2024年离职",
    "部队里修过5年装甲车",
    "陆军 8 年",
    "全班10人第一",
    "工号10086",
    "邮编233400",
    "身高172，体重70公斤",
    "第一师范学院毕业",
    "1名旅客受伤我救助",
    "营口市人",
    "3班倒可以，夜班也行",
]


@pytest.mark.parametrize("text", SUSPECT)
def test_a_designation_is_found(text: str) -> None:
    assert find_designations(text), text


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert find_designations(text) == []


def test_a_hit_points_at_the_typed_characters() -> None:
    assert find_designations("曾在７１５２２部队开车") == [Hit(2, 9, "７１５２２部队")]


def test_touching_hits_are_one() -> None:
    hits = find_designations("38军112师3团2营当班长")

    assert [hit.words for hit in hits] == ["38军112师3团2营"]


def test_two_places_are_two_hits_in_order() -> None:
    hits = find_designations("先在71522部队，后在舷号171的船上")

    assert [hit.words for hit in hits] == ["71522部队", "舷号171"]


def test_no_text_has_no_hits() -> None:
    assert find_designations(None) == []


def test_a_text_with_a_designation_is_refused_at_its_field():
    with pytest.raises(DomainError) as refused:
        refuse_designations("在71522部队开车", field="note")

    assert refused.value.field == "note"
    assert refused.value.message == "“71522部队”像是部队番号，可能涉密，请改写。"


@pytest.mark.parametrize("text", [None, "", "在某部开车"])
def test_a_text_without_a_designation_is_not_refused(text):
    refuse_designations(text, field="note")


@pytest.mark.parametrize("letter", ["某", " 第", "1"])
def test_a_text_over_its_length_reaches_no_guard(client, monkeypatch, letter):
    """One form of 60,000 letters once held the whole server: the length comes first, and ends."""
    read = []
    monkeypatch.setattr("people.secrecy.forms.find_designations", read.append)
    monkeypatch.setattr("people.secrecy.forms.find_private", read.append)
    name = "张" + letter * 30_000

    answer = client.post(
        "/register",
        data={"name": name, "phone": "13812345678", "password": "long-march-9", "consent": "y"},
    )

    assert answer.status_code == 422
    assert "最多 40 字。" in answer.text
    assert name in answer.text
    assert read == []
