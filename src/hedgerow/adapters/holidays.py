"""Public holidays by country and subdivision, as the library `holidays` knows them."""

from collections.abc import Iterable, Mapping
from datetime import date

from hedgerow.settings.values import Region

_LANGUAGE = "en_US"


class PublicHolidays:
    """The names are English where the library has them so, whatever language the machine speaks."""

    def __init__(self, region: Region) -> None:
        self._region = region

    def days(self, years: Iterable[int]) -> Mapping[date, str]:
        # the library takes a tenth of a second that a life without public holidays does not need
        from holidays import country_holidays  # noqa: PLC0415

        region = self._region
        known = country_holidays(region.country, subdiv=region.subdivision or None)
        languages = known.supported_languages
        language = _LANGUAGE if _LANGUAGE in languages else known.default_language
        found = country_holidays(
            region.country, subdiv=region.subdivision or None, years=years, language=language, expand=False
        )
        return dict(sorted(found.items()))
