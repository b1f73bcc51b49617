"""Django wiring of the cases app."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, the steps taken in them and the people who work on them."""

    name = "anjian.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open documents by the rule of their case: whoever may see the case may see its papers."""
        from anjian.cases.access import case_by_id
        from anjian.documents.access import use_case_gate

        use_case_gate(case_by_id)

    def ready(self) -> None:
        """Tell documents, which lie below, by which rule a case is open to somebody."""
        from anjian.cases.access import case_by_id
        from anjian.documents.access import use_case_gate

        use_case_gate(case_by_id)
