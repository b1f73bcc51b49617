"""What the recorder in the room's browser needs: addresses, people, and every sentence it may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.interviews import access
from anjian.web.http import actor_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

PERSON, LEAD, RECORDER, GUARDIAN, INTERPRETER = "被询问人", "询问人", "记录人", "监护人", "翻译"
"""Whose microphone a sound stream is: stored with the recording, so never translated."""


def recorder_context(request: HttpRequest, room: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the recorder's part of the room page needs, from what the page already read."""
    session, line = room["session"], room["line"]
    paused = [mark["note"] for mark in room["marks"] if mark["kind"] == "paused"]
    seats = {seat.part: seat.name for seat in line.seats}
    people = [
        {"who": PERSON, "word": _("被询问人"), "name": session.name},
        {"who": LEAD, "word": _("询问人"), "name": seats.get("lead", "")},
        {"who": RECORDER, "word": _("记录人"), "name": seats.get("recorder", "")},
    ]
    if session.guardian:
        people.append({"who": GUARDIAN, "word": _("监护人"), "name": session.guardian})
    if session.interpreter:
        people.append({"who": INTERPRETER, "word": _("翻译"), "name": session.interpreter})
    kind = access.room(actor_of(request), session.room_id).kind
    return {
        "room_kind": kind,
        "pause_reason": paused[-1] if paused else "",
        "recorder": {
            "session": str(session.id),
            "base": reverse("interviews:room", args=[session.id]) + "recording/",
            "remote": kind == "remote",
            "last_event": str(room["last_event"]),
            "people": people,
            "labels": [_("重要陈述"), _("需要核实"), _("情绪变化"), _("出示证据"), _("其他")],
            "words": words(),
        },
    }


def words() -> dict[str, str]:
    """Return the recorder's sentences; a name in braces is filled in by the island."""
    return {
        # The four big states, and what comes before and after
        "idle": _("未开始录音录像"),
        "ready": _("就绪"),
        "recording": _("正在录音录像"),
        "partly": _("录音录像不完整"),
        "paused": _("已暂停录制"),
        "closed": _("录制已结束"),
        "elsewhere": _("由另一个窗口或者另一台电脑录制"),
        "silent": _("没有收到另一台电脑的录像"),
        "preparing": _("正在打开设备"),
        "pausedWhy": _("原因：{reason}"),
        "lost": _("{name}没有信号，正在重新连接；其他声道继续录制"),
        "allLost": _("摄像头和话筒都没有信号，现在什么也没有录下。请检查连接。"),
        "camera": _("摄像头"),
        "microphoneOf": _("{who}的话筒"),
        # Delivery
        "delivered": _("已送达"),
        "waiting": _("{n}秒待传"),
        "down": _("服务器不可用，录制继续，恢复后补传（{n}秒待传）"),
        "serverFull": _("服务器磁盘已满：录像暂存在本机（{n}秒待传），请立即通知系统管理员"),
        "login": _("登录已失效：录像暂存在本机（{n}秒待传），请在新窗口重新登录"),
        "refused": _("服务器不接收：{message}（{n}秒待传，保存在本机）"),
        "troubled": _("{n}段录像与服务器不一致，已保留在本机，请联系系统管理员"),
        "cramped": _("本机磁盘已满，最近的录像只在内存中。请立即清理本机磁盘，不要关闭窗口。"),
        "leftover": _("本机还有其他询问的录像没有送达（{n}秒），正在补传"),
        # Second copy
        "copyOk": _("第二份副本：已同步"),
        "copyWaiting": _("第二份副本：落后{n}块，正在补存"),
        "copyDown": _("第二份副本：写不进去，恢复后补存"),
        "copyOff": _("第二份副本：没有设置"),
        "copyUnknown": _("第二份副本：暂时不知道"),
        # Marker
        "marked": _("已在{time}打点：{label}"),
        "markedOffline": _("已在{time}打点：{label}（服务器恢复后补传）"),
        "markIdle": _("录制开始以后才能打点"),
        # Clock
        "seconds": _("{n}秒"),
        "minutes": _("{n}分钟"),
        "hours": _("{n}小时"),
        "days": _("{n}天"),
        "jumped": _("本机时钟被调整了{by}，录像仍按服务器时间计时"),
        # Pre-flight: verdicts
        "ok": _("正常"),
        "warn": _("注意"),
        "bad": _("不通过"),
        "checking": _("检查中"),
        "cameraOk": _("画面正常，{width}×{height}"),
        "cameraSmall": _("画面只有{width}×{height}，人脸和文字可能看不清；换用高清摄像头更好"),
        "cameraDark": _("画面几乎全黑：请取下镜头盖，打开灯"),
        "denied": _("浏览器不允许使用：点击地址栏左侧的图标，把摄像头和麦克风改为“允许”，再重新检查"),
        "missing": _("没有找到设备：请接好后重新检查"),
        "busy": _("设备被其他程序占用：关闭其他录像、会议软件后重新检查"),
        "other": _("设备打不开：拔下重插后重新检查"),
        "micWaiting": _("还没有听到声音：请{who}说一句话"),
        "micOk": _("听到了声音"),
        "micShared": _("{a}和{b}共用一个话筒，录音里分不清是谁说的；最好一人一个"),
        "micNone": _("没有给{who}安排话筒"),
        "micAll": _("每人一个话筒，都听到了声音"),
        "clockOk": _("与服务器相差{by}"),
        "clockOff": _("本机时钟与服务器相差{by}：录像按服务器时间计时；请让管理员校准本机时钟"),
        "clockBad": _("问不到服务器的时间：请检查网络"),
        "netSlow": _("网络往返{n}毫秒，偏慢"),
        "netOk": _("网络往返{n}毫秒"),
        "remoteSlow": _("远程询问：网络往返{n}毫秒，画面和声音会迟滞；请换有线网络，或者改为当面询问"),
        "spaceOk": _("本机可暂存约{n}小时"),
        "spaceLow": _("本机只能暂存约{n}小时，服务器中断更久就会丢失；请清理磁盘"),
        "spaceBad": _("本机可暂存不到一小时：请清理磁盘或者换一台电脑"),
        "spaceEvict": _("浏览器没有承诺长期保存：本场结束前不要清理浏览器数据"),
        "spaceUnknown": _("浏览器没有告知可用空间"),
        "serverOk": _("服务器还可录约{n}小时"),
        "serverLow": _("服务器只能再录约{n}小时：请通知系统管理员"),
        "serverBad": _("服务器空间不足一小时：请先清理再开始"),
        "serverUnknown": _("问不到服务器的空间：请检查网络"),
        "begin": _("检查通过，开始录制"),
        "beginAnyway": _("写明理由，仍然开始录制"),
        "needReason": _("有检查不通过，请写明仍然开始的理由"),
        "needWhy": _("不录音录像的，请写明理由"),
        "beginFirst": _("开始询问以前，请先开始录制，或者写明不录音录像的理由。"),
        "skipped": _("已记录：本次未录音录像"),
        "offline": _("网络断开，请稍后再试"),
        # The end
        "ending": _("正在送达最后{n}秒，请不要关闭窗口"),
        "allDelivered": _("全部送达，可以离开"),
        "endRecorded": _("共录制{time}。"),
        "endGaps": _("中断{n}处：{list}。"),
        "endNoGaps": _("没有中断。"),
        "certificate": _("核对并出具完整性证明"),
        "endAsk": _("结束录制？结束以后请等到“全部送达”再离开。"),
        "endEarly": _("笔录还没有签名，录制应当到签名完毕为止。仍然现在结束录制？"),
        "again": _("继续录制"),
    }
