"""What a collection's owner decides in `catalog.toml`, and what is refused there."""

from datetime import timedelta
from pathlib import Path

import pytest

from pricebook.errors import CollectionError
from pricebook.settings import MAX_AGE, NAME, Settings, settings_in


def told(folder: Path, text: str) -> Settings:
    (folder / NAME).write_text(text, encoding="utf-8")
    return settings_in(folder, ["acme", "other"])


def test_without_a_file_seven_days_hold_for_all(tmp_path: Path) -> None:
    assert settings_in(tmp_path, ["acme"]).max_age_of("acme") == MAX_AGE == timedelta(days=7)
    assert told(tmp_path, "") == Settings()


def test_a_provider_may_have_its_own(tmp_path: Path) -> None:
    settings = told(tmp_path, 'max_age = "36h"\n[providers.acme]\nmax_age = "30d"\n[providers.other]\n')
    assert settings.max_age_of("acme") == timedelta(days=30)
    assert settings.max_age_of("other") == timedelta(hours=36)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('max_ages = "7d"', "max_ages: there is no such name. There are: max_age, providers"),
        ("max_age = 7", "max_age: '7' is no number of days or hours"),
        ('max_age = "0d"', "max_age: '0d' is no number of days or hours"),
        ('max_age = "-1d"', "'-1d' is no number"),
        ('max_age = "1e3d"', "'1e3d' is no number"),
        ('max_age = "٧d"', "is no number"),
        ('max_age = "999999d"', "is no number"),
        ("max_age = true", "'True' is no number"),
        ("providers = 3", "providers = 3: a table is expected"),
        ("[providers]\nacme = 3", "providers.acme = 3: a table is expected"),
        ('[providers.acne]\nmax_age = "7d"', "providers.acne: there is no such name. There are: acme, other"),
        ('[providers.acme]\nage = "7d"', "providers.acme.age: there is no such name"),
        ('[providers.acme]\nmax_age = "soon"', "providers.acme.max_age: 'soon' is no number"),
        ("max_age = ", "cannot be read"),
    ],
)
def test_whatever_is_not_known_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CollectionError) as refused:
        told(tmp_path, text)
    assert str(refused.value).startswith(f"{tmp_path / NAME}: ")
    assert said in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"max_age = \xff")
    with pytest.raises(CollectionError, match="cannot be read"):
        settings_in(tmp_path, [])
