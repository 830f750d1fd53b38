"""What the record calls the events of the exchange between bureaus."""

from collections.abc import Collection

from sqlalchemy import select

from core.db import pairs
from core.recorded import Detail, Kind, Recorded, Subject
from fairs.exchange.models import Partner
from people.divisions.queries import place_name


def _partners(ids: Collection[int]) -> dict[int, str]:
    return pairs(select(Partner.id, Partner.name).where(Partner.id.in_(set(ids))))


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "partner.save": "登记了合办的局",
            "package.take_in": "收了合办局的包",
            "partner_employer.match": "和本地单位对上了",
            "partner_employer.keep_apart": "和本地单位不是一家",
        },
        Kind.EXPORT: {
            "package.hand_out": "做了给合办局的包",
            "veteran.share": "把资料给了合办局",
        },
        Kind.UNDO: {"package.undo": "撤销了合办局的包"},
    },
    details={
        "code": Detail("地方", words=lambda code: place_name(code) or "不详"),
        "vacancies": Detail("岗位数"),
        "sign_ups": Detail("人数"),
        "partner": Detail("合办局", names=_partners),
    },
    subjects={"partner": Subject("合办局", _partners), "package": Subject("交换包")},
    pages={"exchange.hand_out": "交换包"},
)
