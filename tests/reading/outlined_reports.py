"""Invented reports in the forms of many governments, each line with its role, level, label and heading."""

# Reports as "role level label heading" beside each line.
REPORTS = {
    "county": """
title 0 - - | 青榆县2023年度法治政府建设情况报告
cruft 0 - - | 来源：青榆县人民政府办公室 发布时间：2024-03-18 09:20 浏览次数：
cruft 0 - - | 【字体：大 中 小】 打印 关闭
opening 0 - - | 2023年，青榆县扎实推进依法行政。现将有关情况报告如下：
achievement 1 一、 2022年法治政府建设工作情况 | 一、2022年法治政府建设工作情况
achievement 2 (一) 强化组织领导，压实工作责任 | （一）强化组织领导，压实工作责任。县政府常务会议研究法治工作6次。
achievement 3 1. 健全机制 | 1.健全机制。建立联席会议制度。
achievement 3 2. 加强培训 | 2．加强培训。举办培训班4期，1.4万余人次参加。
achievement 2 (二) 坚持问题导向，补齐短板弱项 | （二）坚持问题导向，补齐短板弱项
achievement 0 - - | 一是开展排查。排查隐患2.3万处。二是抓好整改。
achievement 0 - - | 2023年，全县办结案件120件。
achievement 0 - - | 12345热线受理诉求1.2万件，办结率99%。
problem 1 二、 存在的短板弱项 | 二、存在的短板弱项
problem 0 - - | 一是执法力量不足。基层执法人员较少。
problem 0 - - | 二是普法形式单一。
plan 1 三、 今后努力方向 | 三、今后努力方向
plan 2 (一) 加强执法队伍建设 | (一)加强执法队伍建设。配齐人员。
plan 2 (二) 解决突出问题 | (二)解决突出问题。推动整改到位。
signature 0 - - | 青榆县人民政府
signature 0 - - | 2024年3月15日
cruft 0 - - | 扫一扫在手机打开当前页
cruft 0 - - | 上一篇：青榆县2022年度法治政府建设情况报告
cruft 0 - - | 版权所有：青榆县人民政府 某ICP备00000000号
""",
    "department with heads' duty first": """
docnumber 0 - - | 松市监〔2024〕7号
title 0 - - | 松原岭市市场监督管理局
title 0 - - | 关于2023年度法治政府建设情况的报告
addressee 0 - - | 市委依法治市办：
opening 0 - - | 现将我局2023年度法治政府建设情况报告如下。
leadership 1 一、 党政主要负责人履行第一责任人职责情况 | 一、党政主要负责人履行第一责任人职责情况
leadership 2 (一) 带头学法 | （一）带头学法。局党组集体学法8次。
leadership 2 (二) 带头部署 | （二）带头部署。专题研究3次。
achievement 1 二、 上年度问题整改情况 | 二、上年度问题整改情况
achievement 0 - - | 针对上年度执法力量不足的问题，招录执法人员5名。
achievement 1 三、 特色亮点 | 三、特色亮点
achievement 3 1、 打造品牌 | 1、打造品牌：创建“松风”普法品牌。
achievement 3 2、 创新机制 | 2、创新机制：推行首违不罚。
problem 1 四、 困难和挑战 | 四、困难和挑战
problem 3 3、 专业人才紧缺 | 3、专业人才紧缺。持证人员占比不高。
plan 1 五、 下步打算 | 五、下步打算
plan 3 4、 加强培养 | 4、加强培养。
signature 0 - - | 松原岭市市场监督管理局
signature 0 - - | 2024年1月8日
signature 0 - - | （此件公开发布）
cruft 0 - - | 附件：松市监报告.docx
""",
    "problems and plans in one section": """
title 0 - - | 临汐区2022年法治政府建设年度报告
opening 0 - - | 2022年，全区法治政府建设取得新进展。
achievement 1 一、 主要工作情况 | 一、主要工作情况
achievement 2 (一) 依法决策 | （一）依法决策。审查决策事项20件。
problem 1 二、 存在问题及下一步工作打算 | 二、存在问题及下一步工作打算
problem 2 (一) 执法监督机制不够健全 | （一）执法监督机制不够健全。监督方式单一。
problem 2 (二) 普法实效有待提升 | （二）普法实效有待提升。
plan 0 - - | 下一步，我区将重点做好以下工作：
plan 2 (一) 完善执法监督 | （一）完善执法监督。推进协作监督。
plan 2 (二) 创新普法 | （二）创新普法。
signature 0 - - | 临汐区人民政府 2023年2月1日
""",
    "combined section with named halves": """
title 0 - - | 云桥镇人民政府2021年度法治政府建设工作总结
opening 0 - - | 今年以来，我镇依法履职。
achievement 1 一、 主要做法 | 一、主要做法
achievement 0 - - | 全年开展宣传12场。
problem 1 二、 问题和打算 | 二、问题和打算
problem 2 (一) 存在的问题 | （一）存在的问题
problem 3 1. 人员偏少 | 1.人员偏少。
plan 2 (二) 下步打算 | （二）下步打算
plan 3 1. 充实队伍 | 1.充实队伍。
""",
    "combined section that turns to tasks": """
title 0 - - | 北屏县2023年法治政府建设情况报告
opening 0 - - | 2023年，北屏县依法行政。
achievement 1 一、 工作成效 | 一、工作成效
problem 1 二、 存在不足和努力方向 | 二、存在不足和努力方向
problem 2 (一) 推进工作不平衡 | (一)推进工作不平衡。个别单位重视不够。
problem 2 (二) 人才保障不足 | (二)人才保障不足。
plan 2 (三) 持续压实责任 | (三)持续压实责任。把法治建设纳入考核。
plan 2 (四) 强化人才支撑 | (四)强化人才支撑。
""",
    "no level above the bracketed headings": """
cruft 0 - - | 索引号: | 000/2024-1 ||
cruft 0 - - | 公开形式: | 发文日期: ||
opening 0 - - | 现将我局2024年法治政府建设的情况汇报如下:
opening 0 - - | 2024年,在市委领导下,我局依法履职。
achievement 2 (一) 坚持政治引领 | (一)坚持政治引领。组织学习12次。
achievement 2 (二) 解决突出问题 | (二)解决突出问题。整改问题8个。
problem 1 二、 存在的主要问题 | 二、存在的主要问题
problem 0 - - | 一是宣传不够。二是力量薄弱。
plan 1 三、 2025年工作打算 | 三、2025年工作打算
plan 2 (一) 强化引领 | (一)强化引领。
signature 0 - - | 2025年1月6日
cruft 0 - - | 打印本页 关闭窗口
""",
    "starts in the middle": """
achievement 0 - - | 推动执法重心下移，办理案件36件。
achievement 2 (三) 健全决策机制 | （三）健全决策机制。审查合同15份。
achievement 2 (四) 化解矛盾纠纷 | （四）化解矛盾纠纷。
problem 1 二、 薄弱环节 | 二、薄弱环节
problem 0 - - | 执法力量不足。
plan 1 三、 2024年工作思路 | 三、2024年工作思路
""",
    "sections by subject": """
title 0 - - | 关于澜湾市2020年度法治政府建设情况的报告
opening 0 - - | 2020年，澜湾市依法行政。
achievement 1 一、 加强党的领导，扛牢政治责任 | 一、加强党的领导，扛牢政治责任
achievement 0 - - | 市委常委会研究法治工作5次。
achievement 1 二、 聚焦突出问题，规范行政执法 | 二、聚焦突出问题，规范行政执法
achievement 1 三、 化解行政争议，维护公平正义 | 三、化解行政争议，维护公平正义
problem 1 四、 存在的困难问题和原因 | 四、存在的困难问题和原因
problem 0 - - | 主要是力量不足。
plan 1 五、 2021年推进法治政府建设的主要安排 | 五、2021年推进法治政府建设的主要安排
plan 2 (一) 健全制度体系 | （一）健全制度体系。
plan 1 六、 加强组织保障 | 六、加强组织保障
""",
    "sections without enumerators": """
title 0 - - | 石桥街道办事处2023年法治政府建设工作报告
opening 0 - - | 2023年，街道依法履职。
achievement 1 - 主要工作成效 | 主要工作成效
achievement 3 1. 抓学习 | 1.抓学习。集中学习6次。
problem 1 - 存在的主要问题 | 【存在的主要问题】
problem 3 1. 队伍不稳 | 1.队伍不稳。
plan 1 - 下一步工作打算 | 下一步工作打算：
plan 3 1. 稳队伍 | 1.稳队伍。
""",
    "no headings at all": """
title 0 - - | 河岔乡2022年度法治政府建设情况
opening 0 - - | 2022年，我乡推进法治政府建设，现将情况报告如下：
achievement 0 - - | 一是加强学习。组织学法4次。
achievement 0 - - | 二是规范执法。办理案件9件。
problem 0 - - | 虽然取得一定成绩，但仍存在一些问题：一是人手不足；二是经费紧张。
plan 0 - - | 下一步，我乡将继续努力。
signature 0 - - | 河岔乡人民政府
signature 0 - - | 2022年12月20日
""",
    "parts": """
title 0 - - | 南陂州2022年法治政府建设报告
opening 0 - - | 2022年，全州依法行政。
achievement 1 第一部分 工作开展情况 | 第一部分 工作开展情况
achievement 2 (一) 抓统筹 | （一）抓统筹。
problem 1 第二部分 存在的问题 | 第二部分：存在的问题
problem 0 - - | 第一，力量不足。
plan 1 第三部分 工作计划 | 第三部分 工作计划
""",
    "ordinals as sections": """
title 0 - - | 西垭县2021年法治政府建设情况报告
opening 0 - - | 2021年，全县依法行政。
achievement 1 第一、 主要工作 | 第一、主要工作。
problem 1 第二、 存在不足 | 第二、存在不足。
plan 1 第三、 下步工作 | 第三、下步工作。
""",
    "blanks and marks of many kinds": """
title 0 - - | 东 苇 县 人 民 政 府
title 0 - - | 关于 2024 年度法治政府建设情况的报告
opening 0 - - | 　　2024 年，东苇县依法行政。
achievement 1 一、 工作情况 | 　　一 、工作情况
achievement 2 (一) 加强立法 | 　　( 一 ) 加强立法。制定规章1部。
achievement 3 1. 抓调研 | 1 . 抓调研。
achievement 4 (1) 下基层 | (1)下基层。调研10次。
achievement 4 (2) 听意见 | （2）听意见。
achievement 3 2) 抓审查 | 2）抓审查。
achievement 2 ㈡ 加强执法 | ㈡加强执法。
achievement 3 1. 2024年开展检查30次 | 1.2024年开展检查30次。
achievement 0 - - | 3.5万名群众参加活动。
achievement 0 - - | （一）至（三）项规定的事项已全部落实。
achievement 0 - - | 一、二级响应预案已修订。
problem 1 二. 不足之处 | 二．不足之处
plan 1 三、 下阶段工作 | 三、下阶段工作
""",
    "printed twice under a breadcrumb": """
cruft 0 - - | 今天是：2019年10月31日 星期四
cruft 0 - - | 首页 > 政务公开 > 法治政府建设年度报告 > 2025年
cruft 0 - - | 法治政府建设年度报告
title 0 - - | 沅桐市2019年度法治政府建设情况报告
title 0 - - | 沅桐市2019年度法治政府建设情况报告
cruft 0 - - | 更新时间：2025/03/29 11:30:01
opening 0 - - | 2024年，沅桐市依法行政。
achievement 1 一、 工作回顾 | 一、工作回顾
""",
    "title over four lines, joint issuers": """
cruft 0 - - | 当前位置：首页
docnumber 0 - - | 漳委发[2024]12号
title 0 - - | 中共漳浦岭县委
title 0 - - | 漳浦岭县人民政府
title 0 - - | 关于2023年度法治政府建设
title 0 - - | 情况的报告
addressee 0 - - | 市委、市政府，市人大常委会：
opening 0 - - | 现将情况报告如下。
achievement 1 一、 总体情况 | 一、总体情况
signature 0 - - | 中共漳浦岭县委 漳浦岭县人民政府
signature 0 - - | 2024年2月2日
""",
    "byline below the title": """
title 0 - - | 岭岳县2023年法治政府建设情况报告
cruft 0 - - | 岭岳县人民政府
cruft 0 - - | （2024年3月6日）
opening 0 - - | 2023年，全县依法行政。
achievement 1 一、 工作情况 | 一、工作情况
""",
    "form table in rows of many kinds": """
cruft 0 - - | 索 引 号 | 1132/2022-00123 | 主题分类 | 司法
cruft 0 - - | [发文机关] 乌兰岭县人民政府
cruft 0 - - | 【发布日期】2022-02-21
cruft 0 - - | • 成文日期：2022年2月18日
cruft 0 - - | 标    题：乌兰岭县2021年度法治政府建设情况报告
cruft 0 - - | 有效期：
title 0 - - | 乌兰岭县2021年度法治政府建设情况报告
opening 0 - - | 2021年，全县依法行政。
achievement 1 一、 工作情况 | 一、工作情况
""",
    "lists of appendices and notes around the signature": """
title 0 - - | 白鹭县2023年法治政府建设情况报告
opening 0 - - | 2023年，县政府依法行政。
achievement 1 一、 工作情况 | 一、工作情况
plan 1 二、 下一步工作 | 二、下一步工作
plan 2 (一) 继续努力 | （一）继续努力。
signature 0 - - | 特此报告。
signature 0 - - | 附件：1.统计表
signature 0 - - | 2.任务清单
signature 0 - - | 白鹭县人民政府（盖章）
signature 0 - - | 2024年1月5日
signature 0 - - | （联系人：张三，联系电话：000000）
signature 0 - - | 抄送：县委办公室，县人大常委会办公室。
signature 0 - - | 白鹭县人民政府办公室 2024年1月5日印发
cruft 0 - - | 附件1
cruft 0 - - | 一、指标
cruft 0 - - | 友情链接
cruft 0 - - | 白鹭县财政局
""",
    "a report given as a speech": """
title 0 - - | 关于2023年度法治政府建设情况的报告
title 0 - - | ——2024年1月10日在区人大常委会第二十次会议上
addressee 0 - - | 主任、各位副主任、各位委员：
opening 0 - - | 受区人民政府委托，现将2023年度法治政府建设情况报告如下，请予审议。
achievement 1 一、 主要工作及成效 | 一、主要工作及成效
problem 1 二、 存在的困难与不足 | 二、存在的困难与不足
problem 0 - - | 对照要求仍有差距：（一）部分单位重视不够；（二）普法实效不足。
plan 1 三、 2024年重点工作 | 三、2024年重点工作
signature 0 - - | 以上报告，请予审议。
""",
    "some parts named, some not": """
title 0 - - | 雁栖区2020年度法治政府建设情况报告
cruft 0 - - | 雁栖区司法局
cruft 0 - - | 2021年1月20日
addressee 0 - - | 区委、区政府
opening 0 - - | 今年以来，我区做了以下工作：
achievement 0 - - | 一是加强领导，成立专班。
achievement 0 - - | 二是强化执法，办案23件。
problem 0 - - | 存在的问题：一是基础薄弱。二是人才缺乏。
plan 1 - 2021年工作打算 | 2021年工作打算：
plan 0 - - | 一是夯实基础。
""",
    "the heads' duty between problems and plans": """
title 0 - - | 岚山岭市某某局2023年度法治政府建设工作情况报告
opening 0 - - | 2023年，市某某局依法行政。
achievement 1 一、 2023年推进法治政府建设的主要举措和成效 | 一、2023年推进法治政府建设的主要举措和成效
problem 1 二、 存在的不足和原因 | 二、存在的不足和原因
problem 0 - - | 一是普法针对性不强。二是执法水平不高。
leadership 1 三、 主要负责人履行第一责任人职责的有关情况 | 三、主要负责人履行第一责任人职责的有关情况
leadership 2 (一) 带头抓落实 | （一）带头抓落实
plan 1 四、 2024年度推进全市某某系统法治政府建设的主要安排 | 四、2024年度推进全市某某系统法治政府建设的主要安排
plan 2 (一) 深化改革 | （一）深化改革
""",
    "heads' duty as a part, more sections after the plans": """
title 0 - - | 云岫区2023年度法治政府建设情况报告
opening 0 - - | 2023年，全区依法行政。
achievement 1 一、 法治政府建设推进情况 | 一、法治政府建设推进情况
achievement 2 (一) 主要举措 | （一）主要举措
leadership 2 (二) 主要负责人履行第一责任人职责情况 | （二）主要负责人履行第一责任人职责情况
leadership 0 - - | 区长主持召开会议3次。
achievement 2 (三) 特色亮点 | （三）特色亮点
problem 2 (四) 存在的主要问题 | （四）存在的主要问题
problem 0 - - | 执法水平不高。
plan 1 二、 2024年工作计划 | 二、2024年工作计划
leadership 1 三、 党政主要负责人履职情况 | 三、党政主要负责人履职情况
signature 0 - - | 云岫区司法局
signature 0 - - | 二〇二四年一月五日
""",
}
