"""The forms of the remote screens, as field specifications."""

from __future__ import annotations

from django.utils.translation import gettext as _

from anjian.web.field_controls import Choice, Spec


def session() -> tuple[Spec, ...]:
    """Fields that arrange a session."""
    return (
        Spec(
            code="kind",
            label=_("方式"),
            type="choice",
            choices=(
                Choice("person", _("远程询问"), _("对当事人、证人提问，形成询问笔录")),
                Choice("site", _("远程查看现场"), _("请对方用后置摄像头拍摄现场，形成勘验笔录")),
            ),
            default="person",
        ),
        Spec(code="guest_name", label=_("对方姓名"), max_length=80),
        Spec(code="capacity", label=_("对方身份"), max_length=40, help=_("例如：当事人、证人、现场负责人。")),
        Spec(
            code="guest_phone",
            label=_("对方电话"),
            max_length=40,
            required=False,
            help=_("用来另行告知验证码。"),
        ),
        Spec(
            code="known_id_no",
            label=_("案内已知的身份证件号码"),
            max_length=30,
            required=False,
            help=_("填写后，现场出示的证件必须与之一致。"),
        ),
        Spec(code="matter", label=_("要了解的事项"), max_length=200),
        Spec(code="purpose", label=_("目的（证明什么）"), max_length=200),
        Spec(code="place", label=_("执法人员所在地点"), max_length=120),
        Spec(
            code="second_id",
            label=_("另一名执法人员"),
            type="officer",
            help=_("应当由两名持证执法人员进行。"),
        ),
        Spec(
            code="hours",
            label=_("链接有效期"),
            type="choice",
            choices=(
                Choice("2", _("2小时")),
                Choice("8", _("8小时")),
                Choice("24", _("1天")),
                Choice("72", _("3天")),
                Choice("168", _("7天")),
            ),
            default="24",
        ),
    )


def capture() -> tuple[Spec, ...]:
    """Fields that order a capture."""
    return (
        Spec(
            code="url", label=_("网址"), max_length=2000, help=_("以 http:// 或者 https:// 开头的完整网址。")
        ),
        Spec(code="purpose", label=_("证明什么"), max_length=200),
        Spec(code="place", label=_("取证地点"), max_length=120),
        Spec(
            code="second_id",
            label=_("另一名执法人员"),
            type="officer",
            help=_("应当由两名持证执法人员进行。"),
        ),
    )
