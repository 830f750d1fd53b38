"""Ledgers of people as the application sees them; their pages are of people.imports."""

from core.features import Feature
from people.ledgers.privacy import PERSONAL
from people.ledgers.recorded import RECORDED
from people.ledgers.sheet import VETERANS

FEATURE = Feature(name="ledgers", recorded=RECORDED, personal=PERSONAL, sheets=(VETERANS,))
