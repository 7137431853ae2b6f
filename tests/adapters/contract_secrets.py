"""What every `ports.Secrets` does. A test module inherits `SecretsContract` and gives the fixture `secrets`."""

from hedgerow.ports import SecretName, Secrets
from tests.agenda import utc

HOME, CLUB = SecretName("password/home"), SecretName("password/club")
NOON = utc("2026-11-16 12:00")


class SecretsContract:
    def test_there_are_none_at_first(self, secrets: Secrets) -> None:
        assert secrets.load(HOME) is None
        assert list(secrets.names()) == []

    def test_a_secret_is_given_back_as_it_was_saved(self, secrets: Secrets) -> None:
        secrets.save(HOME, "päss wörd 🔑", NOON)
        assert secrets.load(HOME) == "päss wörd 🔑"

    def test_a_later_one_takes_the_place_of_an_earlier_one(self, secrets: Secrets) -> None:
        secrets.save(HOME, "old", NOON)
        secrets.save(HOME, "new", NOON)
        assert secrets.load(HOME) == "new"
        assert list(secrets.names()) == [HOME]

    def test_each_name_has_its_own_and_they_are_named_in_order(self, secrets: Secrets) -> None:
        secrets.save(HOME, "one", NOON)
        secrets.save(CLUB, "two", NOON)
        assert (secrets.load(HOME), secrets.load(CLUB)) == ("one", "two")
        assert list(secrets.names()) == [CLUB, HOME]

    def test_what_is_forgotten_is_gone_and_forgetting_it_again_does_nothing(self, secrets: Secrets) -> None:
        secrets.save(HOME, "one", NOON)
        secrets.save(CLUB, "two", NOON)
        secrets.forget(HOME)
        secrets.forget(HOME)
        assert secrets.load(HOME) is None
        assert list(secrets.names()) == [CLUB]
