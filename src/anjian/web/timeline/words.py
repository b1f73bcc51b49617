"""What the islands of this folder say; a name in braces is filled in by the island."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from anjian.journeys.moments import Link


def address(case_no: str, link: Link | None) -> str:
    """Return where a moment leads, empty when it leads nowhere."""
    if link is None:
        return ""
    if link.to == "document":
        return reverse("documents:page", args=[case_no, link.args[0]])
    if link.to == "evidence":
        return reverse("evidence:item", args=[case_no, link.args[0]])
    if link.to == "session":
        return reverse("interviews:playback", args=[link.args[0]])
    if link.to == "answer":
        return f"{reverse('interviews:playback', args=[link.args[0]])}#answer-{link.args[1]}"
    return reverse("cases:page", args=[case_no])


def timeline_words() -> dict[str, str]:
    """Return the sentences of the time axis and its player."""
    return {
        "claimed": _("时间为陈述或核定"),
        "gap": _("缺失"),
        "recording": _("录音录像"),
        "clip": _("外来录像"),
        "held": _("{n}项"),
        "none": _("这一时刻没有录音录像。最近的一段：{title}，{time}"),
        "nothing": _("本案没有可以播放的录音录像。"),
        "unreachable": _("录像读取不到，请检查网络后重试。"),
        "play": _("播放"),
        "pause": _("暂停"),
        "open": _("打开"),
        "playHere": _("从这里播放"),
        "marked": _("已在{time}打点：{label}"),
        "empty": _("没有符合条件的记录。"),
        "skipped": _("这里没有录像，已越过{time}"),
        "unplayable": _("浏览器不能播放这种格式，请下载后用其他程序打开。"),
        "drift": _("设备时钟已校正{n}秒"),
        "at": _("时刻"),
        "lanes": _("{shown}/{all}项"),
    }


def recorder_words() -> dict[str, str]:
    """Return the sentences of the recorder of a step."""
    return {
        "idle": _("未开始录制"),
        "opening": _("正在打开摄像头和话筒"),
        "recording": _("正在录制"),
        "partly": _("只有一部分设备在录制"),
        "paused": _("已暂停"),
        "finished": _("录制已结束"),
        "elsewhere": _("由另一个窗口录制"),
        "delivered": _("已送达"),
        "waiting": _("{n}秒待传"),
        "down": _("服务器不可用，录制继续，恢复后补传（{n}秒待传）"),
        "full": _("服务器磁盘已满：录像暂存在本机（{n}秒待传），请立即通知系统管理员"),
        "login": _("登录已失效：录像暂存在本机（{n}秒待传），请在新窗口重新登录"),
        "refused": _("服务器不接收：{message}"),
        "allDelivered": _("全部送达，可以出具完整性证明"),
        "ending": _("正在送达最后{n}秒，请不要关闭窗口"),
        "marked": _("已打点：{label}"),
        "noDevice": _("摄像头或者话筒打不开：点击地址栏左侧的图标允许使用，接好设备后重试"),
        "insecure": _(
            "浏览器只允许在加密地址（https://）或者服务器本机上使用摄像头和话筒。请从 https:// 地址打开本页。"
        ),
        "ask": _("结束录制？结束以后请等到“全部送达”再离开。"),
        "leave": _("录像还没有全部送达。"),
        "camera": _("摄像头{n}"),
    }


def desk_words() -> dict[str, str]:
    """Return the sentences of the redaction desk."""
    return {
        "box": _("第{n}框"),
        "keys": _("{n}个位置"),
        "sound": _("声音{n}"),
        "remove": _("删除"),
        "from": _("起"),
        "to": _("止"),
        "none": _("还没有遮盖。在画面上按住拖动，画出第一个框。"),
        "unplayable": _("浏览器不能播放这种格式：可以先出具完整性证明生成播放副本，或者请技术人员转换。"),
        "keySet": _("已在{time}记下第{n}框的位置"),
    }
