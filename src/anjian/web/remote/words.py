"""Every sentence that the islands of a session may say, and what helps their browsers find each other."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _


def ice() -> list[dict[str, Any]]:
    """Return the servers of the setting as browsers want them."""
    found: list[dict[str, Any]] = []
    for one in settings.ICE_SERVERS:
        kind, _colon, rest = one.partition(":")
        if kind == "stun":
            found.append({"urls": one})
        elif kind in {"turn", "turns"} and "@" in rest:
            login, _at, place = rest.rpartition("@")
            user, _colon, password = login.partition(":")
            found.append({"urls": f"{kind}:{place}", "username": user, "credential": password})
    return found


def common() -> dict[str, str]:
    """Return what both sides say."""
    return {
        "connecting": _("正在连接对方…"),
        "connected": _("已连接"),
        "lost": _("与对方的连接中断，正在自动恢复"),
        "offline": _("网络断开，恢复后自动继续，请不要关闭页面"),
        "recording": _("正在录制"),
        "waiting": _("正在录制，{n}秒待送达"),
        "notRecording": _("未录制"),
        "delivering": _("录制已停止，正在送达最后{n}秒，请不要关闭页面"),
        "delivered": _("录制已全部送达"),
        "elsewhere": _("录制在另一个窗口进行"),
        "serverFull": _("服务器磁盘已满，录像暂存在本机"),
        "denied": _("浏览器不允许使用摄像头或者麦克风：点地址栏左侧的图标，改为“允许”，再按一次"),
        "missing": _("没有找到摄像头或者麦克风：请接好后再按一次"),
        "busy": _("摄像头或者麦克风被其他程序占用：关闭其他通话后再按一次"),
        "other": _("摄像头或者麦克风打不开：请换一个浏览器或者设备再试"),
        "insecure": _(
            "当前连接不是加密连接（https），浏览器不允许使用摄像头。请用执法人员发来的完整链接打开"
        ),
        "failed": _("没有成功：{message}"),
    }


def guest() -> dict[str, str]:
    """Return what the guest's side says."""
    return common() | {
        "camera": _("摄像头"),
        "microphone": _("麦克风"),
        "network": _("网络"),
        "clock": _("时钟"),
        "ok": _("正常"),
        "bad": _("不正常"),
        "speak": _("请说一句话，让我们听到您的声音"),
        "heard": _("听到了声音"),
        "rtt": _("往返{n}毫秒"),
        "off": _("与服务器相差{n}秒，按服务器时间记录"),
        "sending": _("正在发送“{name}”：{n}%"),
        "sent": _("“{name}”已送达"),
        "hashing": _("正在计算“{name}”的校验值"),
        "located": _("位置已发送，误差约{n}米"),
        "noPlace": _("没有取得位置，可以继续"),
        "signFirst": _("请先在框内手写签名"),
    }


def officer() -> dict[str, str]:
    """Return what the officers' side says."""
    return common() | {
        "away": _("对方不在页面上"),
        "shot": _("已截图，校验值已显示给对方"),
        "noPicture": _("还没有对方的画面"),
        "openOwn": _("打开摄像头和麦克风"),
    }
