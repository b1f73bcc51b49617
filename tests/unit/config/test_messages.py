from __future__ import annotations

from anjian.config.cli.messages import from_python, from_template


class TestCollecting:
    def test_reads_constant_messages_of_a_module(self) -> None:
        code = (
            "a = _('甲')\nb = ngettext('%(n)s 天', '%(n)s 日', n)\nc = pgettext('动词', '办')\nd = _(name)\n"
        )
        assert list(from_python(code)) == [("甲", None), (("%(n)s 天", "%(n)s 日"), None), ("办", "动词")]

    def test_reads_tags_of_a_template(self) -> None:
        page = (
            '{% load i18n %}{% translate "登录" %}'
            "{% blocktranslate with n=items|length %}共 {{ n }} 件{% endblocktranslate %}"
            '{% translate "办" context "动词" %}'
        )
        assert list(from_template(page)) == [("登录", None), ("共 %(n)s 件", None), ("办", "动词")]
