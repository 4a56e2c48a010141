"""A report's body around which tests lay headers, and the lines of a text as its metadata."""

from __future__ import annotations

import pandas as pd

from fazhi.reading.metadata.gazetteer import Gazetteer
from fazhi.reading.metadata.record import metadata
from fazhi.reading.structure.outline import outline

BODY = [
    "一、主要工作和成效",
    "(一)全面履行职能。持续优化营商环境,规范行政执法行为,办理行政复议案件12件,审查规范性文件8件,负责人出庭率为98%。",
    "二、存在的问题",
    "部分执法人员能力有待提升,普法的针对性还不够强,执法监督的机制需要完善。",
    "三、下一步打算",
    "继续完善重大行政决策程序,加强执法监督,提升依法行政的能力和水平,把各项任务落到实处。",
]
EXTRA = pd.DataFrame(
    [("970000", "澜岳省", ""), ("970100", "青屿市", "970000"), ("970102", "望榆区", "970100")],
    columns=["code", "name", "parent"],
)
GAZETTEER = Gazetteer(EXTRA)


def read(text: list[str], **sidecar) -> dict:
    return metadata(outline(text), GAZETTEER, sidecar)
