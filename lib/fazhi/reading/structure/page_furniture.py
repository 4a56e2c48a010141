"""A folded line → whether it is furniture of its page: publish lines, form rows, breadcrumbs, buttons, footers."""

from __future__ import annotations

import re

_DATE = r"(?:20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)"
_LEAD = r"^[\s|*•·●■◆▪▶►>※★☆\-–—\[【(<]*"
_SEP = r"\s*[\])】>]?\s*[:|]"

# Labels that only a page carries: such a line is furniture wherever it stands.
_PAGE_LABELS = (
    "信息来源|文章来源|稿件来源|新闻来源|内容来源|资料来源|消息来源|文件来源|来源单位|来源|出处|转载自|原文链接"
    "|发布时间|发布日期|发表时间|发表日期|更新时间|更新日期|最后更新|"
    "最近更新|上传时间|录入时间|添加时间|创建时间|生成时间|信息时间|公开时间|发稿时间|时间|日期|发布机构|发布单位"
    "|发布部门|发布者|发布人|发布|信息发布|"
    "信息录入|信息审核|信息编辑|信息员|作者|编辑|责任编辑|责编|编审|编辑人|录入|录入者|录入人|录入员|撰稿|撰稿人"
    "|供稿|供稿人|供稿单位|拟稿人|投稿|审稿|审稿人|审核|审核人|审核发布|初审|复审|二审|一审|三审|"
    "终审|校对|一校|签发|签发人|核发|监制|值班编辑|信息员|浏览次数|浏览量|浏览数|浏览|点击数|点击量|点击次数|点击率"
    "|点击|阅读次数|阅读量|阅读数|阅读|访问量|访问次数|"
    "访问数|人气|热度|次数|字号|字体|字体大小|字体大小选择|文字大小|字号大小|字体颜色|视力保护色|背景色|分享|分享到"
    "|分享至|一键分享|转发|打印|语音播报|语音朗读|"
    "当前位置|所在位置|您的位置|你的位置|您所在的位置|你所在的位置|您现在的位置|您当前的位置|您当前位置|现在位置"
    "|现在的位置|当前所在位置|当前栏目|所在栏目|所属栏目|"
    "位置|上一篇|下一篇|上一条|下一条|上篇|下篇|前一篇|后一篇|上一页|下一页|相关链接|友情链接|相关文章|相关信息"
    "|相关阅读|相关附件|相关稿件|相关文档|相关报道|推荐阅读|延伸阅读|"
    "热门推荐|附件下载|文件下载|下载附件|文档下载|下载|主办|主办单位|承办|承办单位|协办|维护|运维|技术支持|技术保障"
    "|版权所有|网站标识码|备案号|网站备案|举报电话|"
    "网站支持IPv6|建议使用|推荐使用|今天是|现在是|今日|扫码|扫一扫|收藏|责任人|TAG|Tags|标签|source|date|author"
)
# Labels of the table above a published document; in a report's body they may be the author's own.
_FORM_LABELS = (
    "索引号|索取号|信息索引号|索引|公开目录|公开责任部门|公开责任单位|责任部门|责任单位|公开形式|公开方式|公开类型"
    "|公开类别|公开属性|公开范围|公开时限|公开期限|公开程序|公开主体|"
    "公开日期|公开机构|公开单位|公开部门|公开状态|公开内容|发文日期|成文日期|成文时间|生成日期|印发日期|印发时间"
    "|制发日期|制定日期|发文时间|生效日期|生效时间|失效日期|失效时间|"
    "废止日期|施行日期|实施日期|有效期|有效期限|有效性|时效性|时效|效力状态|文件状态|是否有效|发文机关|发文机构"
    "|发文单位|制发机关|制定机关|成文机关|颁布机构|联合发文单位|联合发文|"
    "发文字号|发文文号|文号|文件编号|文件字号|编号|文种|公文种类|文件类型|文件类别|信息类别|信息类型|信息分类"
    "|信息名称|信息标题|文件名称|文件名|文件标题|公文名称|文档名称|标题|题名|名称|"
    "主题分类|主题词|主题|主题类别|主题名称|体裁分类|体裁|服务对象|服务对象分类|组配分类|内容分类|内容概述|内容摘要"
    "|内容简介|概述|摘要|关键词|关键字|所属分类|所属主题|"
    "所属机构|所属类别|分类|分类号|类别|类型|栏目|格式|语种|载体类型|载体|记录形式|存放位置|信息格式|信息公开类别"
    "|信息公开目录|统一登记号|登记号|规范性文件编号|行业分类|行政区划|"
    "地区分类|适用范围|适用对象|公开事项|事项名称|解读|政策解读|解读链接|关联文件|相关政策|收藏|二维码|密级|紧急程度"
    "|信息提供单位|信息提供|提供单位|产生日期|产生时间|"
    "获取方式|来文单位|责任科室|联系方式|联系电话|题 目|题目|副标题|信息公开申请|归档时间|信息编号|公布日期|公布时间"
    "|有无附件|网址|链接"
)


def _spaced(labels: str) -> str:
    """Labels as a pattern that lets blanks stand between the characters (标  题)."""
    return "|".join(
        r"\s*".join(map(re.escape, label.replace(" ", "")))
        for label in sorted(labels.split("|"), key=len, reverse=True)
    )


_PAGE_LABEL = re.compile(rf"{_LEAD}(?:{_spaced(_PAGE_LABELS)}){_SEP}", re.IGNORECASE)
_FORM_LABEL = re.compile(rf"{_LEAD}(?:{_spaced(_FORM_LABELS)}){_SEP}|^\W*[\[【]\s*(?:{_spaced(_FORM_LABELS)})\s*[\]】]")
_LONE_LABEL = re.compile(
    rf"{_LEAD}(?:{_spaced(_PAGE_LABELS + '|' + _FORM_LABELS)})\s*[\])】>]?\s*[:|]?\s*$", re.IGNORECASE
)

# Whole lines: buttons, menus, tools.
_BUTTONS = (
    "朗读|语音朗读|播放|暂停|停止|语音播报|打印|打印本页|打印此页|打印页面|打印文章|打印本文|打印正文|我要打印|关闭"
    "|关闭窗口|关闭本页|关闭页面|关闭此页|分享|分享到|微信|微博|新浪微博|腾讯微博|"
    "QQ空间|QQ好友|QQ|人人网|豆瓣|更多|更多>>|收藏|收藏本页|收藏本站|党政机关|事业单位|T|加入收藏|设为首页|返回"
    "|返回顶部|返回首页|回到顶部|回到首页|顶部|TOP|大|中|小|特大|默认|字号|字体|首页|网站首页|"
    "主页|上一页|下一页|尾页|末页|登录|注册|退出|搜索|检索|站内搜索|高级搜索|全文检索|请输入关键字|请输入关键词"
    "|请输入搜索内容|无障碍|无障碍浏览|无障碍阅读|无障碍版|进入无障碍|关怀版|关怀模式|长者版|"
    "长者模式|长者助手|适老版|老年版|老年模式|适老化|繁體|繁体|简体|简体版|繁體版|繁体版|简|繁|English|EN|中文"
    "|中文版|手机版|移动版|电脑版|客户端|移动客户端|APP|微信公众号|公众号|政务微信|政务微博|"
    "政务新媒体|新媒体矩阵|新媒体|智能问答|智能机器人|智能客服|网站地图|站点地图|网站声明|隐私声明|法律声明|免责声明"
    "|版权声明|版权保护|网站导航|站点导航|导航|联系我们|关于我们|联系方式|使用帮助|帮助|网站帮助|意见反馈|"
    "网站纠错|我要纠错|纠错|找错|政府网站找错|网站找错|政务公开|政府信息公开|信息公开|政务服务|办事服务|网上办事"
    "|互动交流|政民互动|公众参与|公众互动|新闻中心|新闻资讯|要闻动态|政务动态|工作动态|通知公告|公示公告|"
    "机构概况|机构职能|机构设置|领导之窗|领导信息|政府领导|数据开放|数据发布|专题专栏|专题|政策文件|政策解读"
    "|政策法规|规范性文件|规划计划|规划总结|统计信息|统计数据|财政信息|财政资金|"
    "人事信息|人事任免|应急管理|重点领域信息公开|重点领域|法定主动公开内容|主动公开|依申请公开|政府信息公开指南"
    "|政府信息公开制度|政府信息公开年报|政府信息公开工作年度报告|政府信息公开年度报告|公开指南|公开制度|公开目录|"
    "公开年报|年度报告|基层政务公开|政府公报|政府文件|政府工作报告|法治政府建设|法治建设|法治政府|依法行政"
    "|依法治[省市区县州]|法治政府建设专栏|行政执法公示|双公示|其他|"
    "下载|附件下载|下载PDF|PDF下载|下载Word|WORD下载|PDF版|OFD版|全文下载|点击下载|附件|查看附件|预览|在线预览|展开"
    "|收起|点赞|喜欢|评论|我要评论|发表评论|暂无评论|转发|复制链接|复制|二维码|扫一扫|手机扫一扫|"
    "用手机查看|手机查看|手机浏览|正文|正文内容|内容|信息内容|详细内容|详情|信息详情|公文内容|文章内容|内容详情"
    "|索引号|主办|承办|友情链接|相关链接|相关信息|相关文章|相关附件|相关阅读|相关稿件|我的收藏|一键分享|分享按钮|"
    "RSS|RSS订阅|订阅|邮箱|个人中心|用户中心|视力保护色|背景色|切换|全部|栏目导航|当前位置|您的位置|热点|最新|推荐"
    "|无|空|暂无|信息公开目录|目录导航|点击这里|打开"
)
_BUTTON_NAMES = frozenset(name.lower() for name in _BUTTONS.split("|"))
_BETWEEN_BUTTONS = re.compile(r"[\s|\[\]【】()<>《》·•/,、:+\-_~»]+")
_MENU = re.compile(r"^(?:走进|魅力|认识|印象)[^。,]{1,5}$|^[^。,]{2,4}(?:概况|要闻|动态|新闻)$")
_PHRASES = re.compile(
    r"扫一扫|扫码|扫描二维码|手机(?:扫描|扫一扫|打开当前页|查看)|用微信|二维码.{0,6}(?:查看|访问|分享)"
    r"|在手机(?:上)?打开|分享到|分享至|打印本页|打印此页|打印页面|关闭窗口|关闭本页|返回顶部|返回首页|加入收藏"
    r"|设为首页"
    r"|字体\s*[:\[【(]|字号\s*[:\[【(]|[\[【(]\s*大\s*[|/、]?\s*中\s*[|/、]?\s*小\s*[\])】]|A\s*[-+]\s*A|浏览次数"
    r"|浏览量|点击数|点击量|阅读次数|阅读量|访问次数|访问量|点击率"
    r"|版权所有|备案(?:号|序号|编号)|ICP备|公网安备|网站标识码|技术支持|copyright|©|all rights reserved|主办单位"
    r"|承办单位|建议使用.{0,20}浏览器|分辨率|网站地图|联系我们|隐私声明|IPv6|纠错|网上举报"
    r"|\d\s*(?:人|次)(?:浏览|阅读|点击|访问)|您(?:是|目前是)?第\s*\d*\s*位|访客|无障碍|长者(?:模式|专版|版)"
    r"|适老化(?:版|模式)?$|当前位置|您(?:现在|当前|所在)的?(?:所在)?(?:的)?位置|您访问的(?:链接|页面)|即将离开"
    r"|跳转到|文章来源|信息来源|稿件来源|责任编辑|发布时间|发布日期|更新时间|发布机构"
    r"|^(?:相关|点击)(?:附件|下载)|点击下载|下载地址|文件下载|附件下载"
    r"|^https?://|^www\.|javascript|function\s*\(|var\s+\w+\s*=|\.(?:css|js)\b|^\s*[{}<][^。]*[{}>;]\s*$|&nbsp;"
    r"|^(?:微信|微博|QQ)\S{0,6}\s+(?:微信|微博|QQ)|^邮编\s*[:\d]|^(?:联系)?电话\s*[:\d]|^(?:办公|联系"
    r"|单位)?地址\s*[:]|^传真\s*:|^(?:网站)?值班电话|政府网站(?:找错|年度)|公安备案|^\S{0,6}公众号\s*$|免责声明"
    r"|版权声明"
    r"|^语音(?:播报|朗读)|^播放|您的浏览器|不支持(?:音频|视频|该)|请输入|登录\s*[|/]?\s*注册|简体\s*[|/]?\s*繁[体體]"
    r"|^(?:网站)?首页\s|智能(?:问答|客服|机器人)|政务(?:微博|微信|新媒体)\s*[|]|^[^。]{0,30}(?:政府网|门户网站"
    r"|政务网|政务服务网|信息公开平台|信息网|司法行政网)$",
    re.IGNORECASE,
)
_DOWNLOAD = re.compile(r"^.{1,80}\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar|jpe?g|png)\b.{0,30}$", re.IGNORECASE)
_CLOCK = re.compile(
    rf"(?:今天是|现在是|今日是?|当前时间)\s*:?\s*{_DATE}|^{_DATE}\s*(?:农历|星期|周[一二三四五六日]|\d{{1,2}}:\d\d"
    rf"|[上下]午)|^(?:.{{0,24}}[年月日\s])?(?:星期|周)[一二三四五六日天]\b|^农历"
)
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–_·.=*~|]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/,]?\s*共?\s*\d{1,3}\s*页)?)?[\s\-—–_·.=*~|]*$"
)
_CRUMB = re.compile(r"(?:\s*(?:>+|»+|›+|→|->|-->|/|\\|::|>>)\s*)")
_CRUMB_HEAD = re.compile(
    r"^\W*(?:(?:网站|本站)?首\s*页|主页|home|政务公开|政府信息公开|信息公开|公开目录|法定主动公开"
    r"|[^。,]{0,20}(?:政府|门户网站?|网站|政务网|专栏|目录|公开))\W*$",
    re.IGNORECASE,
)
_EMPTY_CELLS = re.compile(r"^[\s|:]*$")
_FORM_CELL = re.compile(rf"(?:^|\||\s)\s*[\[【]?(?:{_spaced(_FORM_LABELS)})[\]】]?\s*[:|]")
_HEAD_OF_PAPER = re.compile(
    r"^[^。,:]{3,30}文件$|^(?:特急|加急|平急|急件|内部资料|机密|秘密|主动公开|公开属性.*|签发人\s*:.*|第\s*\d+\s*号)$"
)


def is_furniture(text: str) -> bool:
    """Whether a folded line is furniture of a page wherever in the report it stands.

    Covers publish lines, clocks, buttons and menus, breadcrumbs, page numbers, footers, links and downloads.
    """
    text = text.strip()
    if _is_sentence(text):
        return (bool(_PAGE_LABEL.match(text)) and not _FORM_LABEL.match(text)) or bool(
            re.match(r"^\W*(?:您访问的|免责声明|版权声明|建议使用|本网站)", text)
        )
    return bool(
        _PAGE_NUMBER.match(text)
        or _PAGE_LABEL.match(text)
        or is_download(text)
        or _CLOCK.search(text)
        or _PHRASES.search(text)
        or _is_menu(text)
        or is_breadcrumb(text)
    )


def is_form_row(text: str) -> bool:
    """Whether a folded line is a row of the table that stands above a published document (索引号 发文机关 …)."""
    text = text.strip()
    return bool(
        _FORM_LABEL.match(text)
        or _LONE_LABEL.match(text)
        or _EMPTY_CELLS.match(text)
        or _HEAD_OF_PAPER.match(text)
        or (not _is_sentence(text) and _FORM_CELL.search(text))
    )


def is_download(text: str) -> bool:
    """Whether a folded line names a file."""
    return bool(_DOWNLOAD.match(text.strip()))


def is_breadcrumb(text: str) -> bool:
    """Whether a folded line leads through the site to the page (首页 > 政务公开 > …), whatever its tail looks like."""
    if len(text) > 150 or "。" in text:
        return False
    parts = [part for part in _CRUMB.split(text) if part.strip()]
    strong = ">" in text or "»" in text or "›" in text or "→" in text
    return (len(parts) > 2 and strong) or (len(parts) > 1 and bool(_CRUMB_HEAD.match(parts[0])))


def _is_menu(text: str) -> bool:
    """Whether the line holds nothing but names of buttons and menus."""
    names = [name for name in _BETWEEN_BUTTONS.split(text) if name]
    return all(name.lower() in _BUTTON_NAMES or _MENU.match(name) for name in names)


def _is_sentence(text: str) -> bool:
    """Whether the line reads like running text."""
    return ((len(text) > 20 and "。" in text) or (len(text) > 40 and text.count(",") > 2)) and "|" not in text[:20]
