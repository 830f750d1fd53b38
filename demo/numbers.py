"""Identity numbers, credit codes and phones: valid in form, assigned to nobody."""

from datetime import date

from core.codes import ALPHABET, GROUP, grouped
from jobs.employers.credit_code import check_character as credit_check
from jobs.employers.credit_code import organisation_check_character
from people.secrecy.personal_numbers import check_character

NO_REGION = "340399"  # never a division, so no living person's number begins with it
COUNTY = "340321"
SEQUENCES = 499  # two per serial: the odd one is male


def id_number(serial: int, born_on: date, *, is_male: bool) -> str:
    """Return an identity number with a valid check character that nobody can have."""
    sequence = 2 * (serial % SEQUENCES) + (1 if is_male else 2)
    body = f"{NO_REGION}{born_on:%Y%m%d}{sequence:03d}"
    return body + check_character(body)


def credit_code(serial: int, prefix: str) -> str:
    """Return a valid credit code; organisation codes beginning with MX are not assigned."""
    organisation = f"MX{serial:06d}"
    body = f"{prefix}{COUNTY}{organisation}{organisation_check_character(organisation)}"
    return body + credit_check(body)


def phone(serial: int) -> str:
    """Return the phone number of a fictional person; serials run from 0 to 999999."""
    return f"19900{serial:06d}"


def code(number: int, groups: int) -> str:
    """Return a code of groups as `core.codes.new_code` writes them, the same for a number."""
    signs = []
    for _ in range(groups * GROUP):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return grouped("".join(signs))
