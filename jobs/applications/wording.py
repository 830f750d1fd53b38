"""The wording of consents, and the sentence a veteran reads with a rejection."""

from collections.abc import Mapping

from core import clock
from core.errors import DomainError
from jobs.applications.models import RejectReason
from jobs.vacancies.wording import house_on

CONSENT = (
    "我同意让“{employer}”看到我的姓名、手机号和一页简历（不含身份证号），"
    "只用于这家单位和我联系招聘的事。我随时可以收回，收回后它就看不到了。"
)
CONSENT_ON_BEHALF = "本人当面同意：让“{employer}”看到姓名、手机号和一页简历，只用于联系招聘的事。"
CONSENT_BY_PHONE = (
    "本人在电话里或当面同意：让“{employer}”看到姓名、手机号和一页简历，只用于联系招聘的事。"
)
# Kind, true, and never more than the employer stated.
REJECTION_SENTENCES: Mapping[RejectReason, str] = {
    RejectReason.SCHOOLING: "单位这次更看重学历要求。您的经历用得上的岗位还有，我们接着找。",
    RejectReason.SKILLS: "单位这次要的技能或证书，您的资料里还没有。可以看看“差一点”。",
    RejectReason.FITNESS: "体力活或操作这次没有谈拢。要是为了年龄，请打电话告诉我们。",
    RejectReason.DISTANCE: "单位觉得路远不方便。我们会多看看离您近的岗位。",
    RejectReason.PAY: "工资没有谈拢。您可以看看别家开的工资再定。",
    RejectReason.FULL: "这个岗位已经招满了，您来得晚了一步。相近的岗位在列表里。",
    RejectReason.DUPLICATE: "您在这家单位已经有一份投递，这份就合并了，不影响那一份。",
    RejectReason.GAVE_UP: "单位记的是您本人不想去了。记得不对，请打电话告诉我们。",
    RejectReason.UNREACHABLE: "单位说联系不上您。请看看手机号对不对，有空时给我们来个电话。",
    RejectReason.OTHER: "单位这次没有选您。谢谢您来投递，我们接着给您找合适的。",
}


def check_reason(text: str | None) -> None:
    """Raise DomainError where words to a veteran give a reason nobody may be turned down for."""
    found = house_on(clock.today()).judge_reason(text or "")
    if not found:
        return
    first = found[0]
    raise DomainError(
        f"“{first.words}”不能写：{first.reason}（{first.law}）。怎么改：{first.suggestion}"
    )
