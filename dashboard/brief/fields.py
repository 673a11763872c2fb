"""What a template may name: fields of sentences, and tables, charts and maps. A test holds this list against what the parts bring."""

from __future__ import annotations

from types import MappingProxyType

from dashboard.texts.brief_fields import BLOCK_MEANINGS, FIELD_MEANINGS

# name -> what it is, in Chinese; a field is a figure with its unit, a phrase made by rules, or a word about the brief itself
FIELDS = MappingProxyType(FIELD_MEANINGS)
BLOCKS = MappingProxyType(BLOCK_MEANINGS)
