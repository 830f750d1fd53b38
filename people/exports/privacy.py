"""Exported files and the people in them."""

from core.features import PersonalData
from people.exports.operations import forget_files

PERSONAL = PersonalData(tables=(), forget=forget_files)
