"""The engine's records: what a row's record contains, and what it never does."""

from dataclasses import fields
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matching.engine.records import VeteranDoc
from matching.index.records import veteran_doc
from people.veterans.models import (
    EmploymentStatus,
    ResettlementMode,
    Sex,
    SoldierClass,
    Verification,
    Veteran,
)

texts = st.text("张王李赵残疾低保伤", max_size=12)


@given(
    name=texts,
    sex=st.none() | st.sampled_from(Sex),
    soldier=st.none() | st.sampled_from(SoldierClass),
    mode=st.none() | st.sampled_from(ResettlementMode),
    verdict=st.sampled_from(Verification),
    status=st.sampled_from(EmploymentStatus),
    retired=st.none() | st.dates(date(1970, 1, 1), date(2026, 1, 1)),
)
def test_the_identity_of_a_veteran_does_not_reach_the_engine(
    name, sex, soldier, mode, verdict, status, retired
):
    def row(**more) -> Veteran:
        return Veteran(
            id=7,
            skills_text="修车",
            major="",
            wanted_occupations=[],
            wanted_places=[],
            **more,
        )

    plain = veteran_doc(row(), date(2026, 1, 1))
    other = row(
        name=name,
        sex=sex,
        soldier_class=soldier,
        resettlement_mode=mode,
        verification=verdict,
        employment_status=status,
        retired_on=retired,
        registered_by=3,
        account_id=9,
    )

    assert veteran_doc(other, date(2026, 1, 1)) == plain
    pairs = {field.name for field in fields(VeteranDoc)}
    assert not pairs & {"name", "sex", "phone", "id_number", "disability", "family", "retired_on"}
