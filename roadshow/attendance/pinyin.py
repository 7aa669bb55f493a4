"""Whom somebody means who types letters at the door (pure)."""

from roadshow.foundation.text import name_key


def is_meant(asked: str, name: str, name_pinyin: str, organisation: str) -> bool:
    """Whether what was typed begins one of the spellings, or is a part of the name or the organisation."""
    key = name_key(asked)
    spellings = name_pinyin.split(" ")
    return (
        key in name_key(name)
        or key in name_key(organisation)
        or any(way.startswith(key) for way in spellings)
    )
