"""What the record calls the pages of benefits."""

from core.recorded import Recorded

RECORDED = Recorded(pages={"benefits.own": "税收优惠", "benefits.own_sheet": "就业信息表"})
