"""One messy description cell cut into duties and requirements."""

import re
from dataclasses import dataclass

_TAIL = re.compile(r"(?<!\s)\s*+职能类别\s*+[:：].*+", re.DOTALL)
# Tags whose brackets a scraper dropped: "pp任职资格", "span1年", "/lilipspan". The letters must
# are alone, so that words, "B/S" and "b端" stay.
_TAG = r"(?:/?(?:p|br|span|strong|div|ul|ol|li|font|em|h[1-6])|/b)"
_TAGS = re.compile(rf"(?<![A-Za-z/])(?<!h[1-6]){_TAG}+(?![a-z端])")
_CAPITAL_P = re.compile(r"(?:^|(?<=[。；;:：\s]))P{1,2}(?=[\u4e00-\u9fff【：:]|\d+[、.．)）])")
_HTML = re.compile(r"<[^<>]{1,80}>|&nbsp;|&amp;nbsp;")
_LEADING = re.compile(r"^[\s:：;；,，]+")
_SPACES = re.compile(r"[ \t\u3000\xa0]{2,}")
_DUTY_WORDS = (
    r"(?:岗位|工作|职位|主要|主要工作|核心|职责)?(?:职责|工作内容|描述|内容|说明|概述)(?:描述|要求|范围)?|"
    r"工作任务|负责事项|Responsibilit(?:y|ies)|Job\s?Description|Dut(?:y|ies)"
)
_DEMAND_WORDS = (
    r"(?:岗位|任职|职位|人员|应聘|招聘|技能|基本|能力|专业|工作|经验|学历|素质|其他|任职资格|资格|技术|招聘条件)?"
    r"(?:要求|资格|条件|需求)(?:条件|要求)?|我们希望你|Requirements?|Qualifications?|Skills"
)
_OTHER_WORDS = (
    r"(?:福利|薪资|薪酬|公司|员工|职位|工资|岗位)?(?:福利|待遇|薪酬)(?:待遇|福利)?|工作时间|上班时间|"
    r"(?:工作|上班|公司|面试)(?:地点|地址)|联系(?:人|方式|电话)|备注|公司(?:简介|介绍|说明)|其他信息|发展方向"
)
_FEW = r"\s{0,2}"  # clean_text leaves one blank; without a bound every blank would be read thrice
_OPEN, _CLOSE = rf"[【\[（(《]?{_FEW}", rf"{_FEW}[】\]）)》]?{_FEW}"
_FIRST = rf"[1１一]{_FEW}[、.．)），:]|[（(]?1[)）]|①|[•·●\-]"
_BEHIND = rf"(?:[:：]|(?<=[】\]])|(?=\n)|(?={_FEW}(?:{_FIRST}))|\Z)"
_BEFORE = rf"(?:^|(?<=[\n。；;:：!！、.\s】\])）]))(?:[一二三四五六]{_FEW}[、.．])?{_FEW}"
_HEADING = re.compile(
    f"{_BEFORE}{_OPEN}(?:(?P<duty>{_DUTY_WORDS})|(?P<demand>{_DEMAND_WORDS})|(?P<other>{_OTHER_WORDS}))"
    f"{_CLOSE}{_BEHIND}"
    # Headings that never occur in a sentence count even where the line before did not end.
    f"|(?:(?P<duty2>(?:岗位|工作)职责|职位描述)|(?P<demand2>(?:岗位|任职|职位)要求|任职(?:资格|条件)))"
    rf"{_CLOSE}(?:[:：]|(?=1{_FEW}[、.．)）]))",
    re.IGNORECASE,
)
_DEMANDING = re.compile(
    r"学历|以上经验|工作经验|经验者|优先|熟悉|熟练|精通|具备|具有|持有?.{0,10}证|驾照|年龄|\d岁|身体健康|能吃苦|"
    r"吃苦耐劳|责任心|沟通能力|无犯罪"
)
_ITEM = re.compile(r"[^\n；;。]+[\n；;。]*")


@dataclass(frozen=True)
class Parts:
    """The duties, and the requirements on the applicant."""

    duties: str
    requirements: str


def split_description(text: str) -> Parts:
    """Cut a description by its headings, or where it has none by the meaning of its sentences.

    Nothing is dropped but markup and the site's own category line; what belongs to neither
    (benefits, address) stays with the duties.
    """
    text = clean_text(text)
    headings = list(_HEADING.finditer(text))
    if not headings:
        return _by_sentences(text)
    duties, requirements = [text[: headings[0].start()]], list[str]()
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=True):
        body = text[heading.end() : end]
        if heading["demand"] or heading["demand2"]:
            requirements.append(body)
        else:
            duties.append(text[heading.start() : end] if heading["other"] else body)
    return Parts(_join(duties), _join(requirements))


def clean_text(text: str) -> str:
    """Return a description without markup, the remains of markup, and doubled gaps."""
    text = _HTML.sub("\n", _TAIL.sub("", text))
    text = _CAPITAL_P.sub("\n", _TAGS.sub(_gap, text))
    text = _SPACES.sub(" ", text)
    text = "\n".join(line.strip(" \t") for line in text.split("\n"))
    return _LEADING.sub("", re.sub(r"\n{2,}", "\n", text)).strip()


def _gap(match: re.Match[str]) -> str:
    """Return a new line for the end of a paragraph, nothing for a span inside a sentence."""
    return "" if re.fullmatch(r"(/?(span|strong|font|em))+", match[0]) else "\n"


def _by_sentences(text: str) -> Parts:
    duties, requirements = list[str](), list[str]()
    for sentence in _ITEM.findall(text):
        (requirements if _DEMANDING.search(sentence) else duties).append(sentence)
    return Parts(_join(duties, ""), _join(requirements, ""))


def _join(parts: list[str], between: str = "\n") -> str:
    kept = (_LEADING.sub("", part).strip() if between else part for part in parts)
    return between.join(part for part in kept if part).strip()
