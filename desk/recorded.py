"""What the record calls the first pages."""

from core.recorded import Recorded

RECORDED = Recorded(pages={"desk.failed_referrals": "推荐多次没成的人"})
