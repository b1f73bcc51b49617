"""The two-way books with other organs are read from an index of the steps that cross the line."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_steps_of_registers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="steptaken",
            index=models.Index(
                condition=models.Q(
                    (
                        "step__in",
                        (
                            "hand_over_case",
                            "record_police_receipt",
                            "record_police_refusal",
                            "record_redirection",
                            "record_supplement_request",
                            "supply_supplement",
                            "record_longer_check",
                            "record_police_filing",
                            "record_not_filed",
                            "ask_police_reconsideration",
                            "record_reconsideration_refused",
                            "suggest_supervision",
                            "suggest_supervision_of_delay",
                            "record_reasons_asked",
                            "record_reasons_given",
                            "record_filing_ordered",
                            "record_supervision_refused",
                            "hand_over_goods",
                            "conclude_transfer",
                            "record_criminal_return",
                            "record_letter",
                            "petition_court",
                            "hand_over_to_agency",
                            "record_agency_receipt",
                            "record_agency_refusal",
                            "consult_on_venue",
                            "send_again",
                            "ask_designation",
                            "designated_to_them",
                            "designated_to_us",
                            "record_agreement",
                            "exchange_evidence",
                            "ask_assistance",
                            "record_own_decision",
                        ),
                    )
                ),
                fields=["org_id", "-id"],
                name="cases_step_books",
            ),
        ),
    ]
