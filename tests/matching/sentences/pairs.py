"""Pairs of statements that must never be on one card, or on one page."""

import re
from collections.abc import Iterable

FIT = "很合适|比较合适|可以试试"
NEAR = "就在您家所在的乡镇|就在本县，离家不远|在您想去的地方：.+"
FAR = "离您家远|离您想去的地方远|在外地，您说过可以去外地|(不符合|要留意)：岗位在.+，您.+"
HAS_PAY = "pay:.*元.*"
CARD_PAIRS = (
    (FIT, "不符合：.+"),
    ("很合适", "要留意：岗位要求.+，您的资料里还看不出来"),
    ("很合适", "要留意：岗位(在|没写在).+"),
    ("很合适|比较合适", "您.+工作和这个岗位关系不大"),
    ("信息不足", "不符合：.+"),
    (NEAR, FAR),
    ("for:在您家所在的市，不在本县", "(不符合|要留意)：岗位在.+"),
    ("工资(高于|达到|最高).+", "工资低于.+|岗位没写工资|工资按件算.+|您还没填期望工资"),
    ("工资.+起，最多多少没写.+", "工资(高于|达到|最高|低于).+|岗位没写工资"),
    ("工资低于.+", "岗位没写工资|您还没填期望工资"),
    (HAS_PAY, "岗位没写工资"),
    ("pay:工资没有写", "工资(高于|达到|最高|低于|按件).+"),
    ("要留意：没填证书.+", "您有.+|.+的证过期了|岗位提到.+，您的资料里没有"),
    (
        "岗位没有提证件要求",
        "您有.+(正是岗位要求|岗位里提到|够得上岗位要的.+)|岗位提到.+|(不符合|要留意)：.*要(求有)?.+证.*",
    ),
    (
        "(部队|做过).+对口|正是您想找的.+|和您想找的.+(同一类工作|相近)",
        "您.+工作和这个岗位关系不大",
    ),
    (
        "您有.+这一行，.+",
        "(部队|做过).+对口|干这行 .+|您.+工作和这个岗位关系不大|您还没填做过什么.+",
    ),
    ("(部队|做过).+(对口|相近)", "还没有干过这一行|您还没填做过什么.+"),
    ("正是您想找的.+", "您还没填做过什么、想做什么.+"),
    ("for:干(这行|过相近的工作).+", "还没有干过这一行|您.*做过的.*工作和这个岗位关系不大"),
    ("for:干(这行|过相近的工作) .+，岗位要求 .+", "不符合：岗位要求干这行满.+"),
    ("tag:不要求经验", ".*岗位要求 \\d+ 年|.*干这行满.+"),
    ("tag:包吃住", "岗位不管吃住|岗位没写管不管吃住"),
    ("tag:不上夜班", "岗位要上夜班.+|岗位没写上不上夜班"),
    ("tag:退役军人优先", "岗位没写退役军人优先"),
    ("地点没写", "岗位在.+|就在.+|在您想去的地方.+"),
    ("投这个岗位", "已投递，看进展"),
)
# A heading of the page, and what no card below it may have.
PAGE_PAIRS = (
    ("没有比较合适的岗位.*", "很合适|比较合适"),
    ("共 \\d+ 个可以应聘.*", "要留意：(岗位要求.+|岗位在.+|没填证书.+|还要这些证.+)"),
    ("共 \\d+ 个.*", "不符合：.+"),
    ("资料还少，看不出合不合适", "很合适|比较合适|可以试试"),
)


def contradictions(statements: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return the pairs of a table of which both statements are made.

    A reason for the vacancy is a statement twice: as it is, and after "for:".
    """
    made = list(statements)
    found = []
    for one, other in pairs:
        first = [text for text in made if re.fullmatch(one, text)]
        second = [text for text in made if re.fullmatch(other, text)]
        if first and second:
            found.append(f"{first[0]} / {second[0]}")
    return found
