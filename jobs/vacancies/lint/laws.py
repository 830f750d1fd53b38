"""The articles a rule of wording rests on. Each was read in its published text: docs/trust.md.

A rule without an article that was read rests on HOUSE: the bureau's own decision, whose document
and date are entered with the parameter `wording_house`.
"""

HOUSE = "本局规定"

_MARKET = "《人力资源市场暂行条例》"
_PROMOTION = "《就业促进法》"
_CONTRACT = "《劳动合同法》"
_LABOUR = "《劳动法》"
_INSURANCE = "《社会保险法》"
_WOMEN = "《妇女权益保障法》"

SEX = f"{_PROMOTION}第三条、第二十七条，{_MARKET}第二十四条"
PEOPLES = f"{_PROMOTION}第三条、第二十八条，{_MARKET}第二十四条"
BELIEF = f"{_PROMOTION}第三条，{_MARKET}第二十四条"
ORIGIN = f"{_MARKET}第十一条，{_PROMOTION}第三十一条"
STATUS = f"{_MARKET}第十一条，{_PROMOTION}第二十六条"
FAMILY = f"{_WOMEN}第四十三条，{_PROMOTION}第二十七条"
UNEQUAL = f"{_PROMOTION}第二十六条"
CARRIERS = f"{_PROMOTION}第三十条"
DISABLED = f"{_PROMOTION}第二十九条"
TRUE_WORDS = f"{_MARKET}第二十四条"
NO_TAKING = f"{_CONTRACT}第九条"
PAID_MONTHLY = f"{_LABOUR}第五十条，{_CONTRACT}第三十条"
PROBATION = f"{_CONTRACT}第十九条、第二十条"
WRITTEN = f"{_CONTRACT}第十条"
PENALTY = f"{_CONTRACT}第二十五条"
HOURS = f"{_LABOUR}第三十六条、第四十一条"
REST_DAY = f"{_LABOUR}第三十八条"
OVERTIME = f"{_LABOUR}第四十四条，{_CONTRACT}第三十一条"
INSURED = f"{_INSURANCE}第五十八条、第六十条，{_LABOUR}第七十二条"
INJURY = f"{_INSURANCE}第三十三条，{_CONTRACT}第二十六条"
CHILDREN = f"{_LABOUR}第十五条"
PYRAMID = "《禁止传销条例》第七条"
