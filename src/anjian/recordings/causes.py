"""Why a run of a recorder ended, and so why there may be a gap after it."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

CAUSES = {
    "stopped": _("询问人员停止录制"),
    "paused": _("询问暂停"),
    "page_left": _("页面被关闭或离开"),
    "page_crashed": _("浏览器或页面崩溃"),
    "device_lost": _("摄像头或麦克风断开"),
    "storage_full": _("存储空间不足"),
    "unknown": _("原因不明"),
}
"""Codes a recorder may give, with what people read."""

NOT_STARTED = "not_started"
LABELS = {
    **CAUSES,
    NOT_STARTED: _("尚未开始录制"),
}
"""All causes a gap can have."""

WHO = ("被询问人", "询问人", "记录人", "监护人", "翻译", "全景")
"""Whose microphone a sound stream is; the last for the mix."""
