"""Country codes of the names that food data sets use."""

import re

_NAMES = {
    "AE": "united arab emirates", "AR": "argentina", "AT": "austria|österreich|autriche",
    "AU": "australia", "BE": "belgium|belgique|belgien|belgië", "BG": "bulgaria", "BR": "brazil|brasil",
    "CA": "canada", "CH": "switzerland|suisse|schweiz", "CL": "chile", "CN": "china", "CO": "colombia",
    "CZ": "czech republic|czechia", "DE": "germany|deutschland|allemagne", "DK": "denmark|danmark", "DZ": "algeria",
    "EE": "estonia", "EG": "egypt", "ES": "spain|españa|espagne", "FI": "finland|suomi", "FR": "france|frankreich",
    "GB": "united kingdom|uk|great britain|england|scotland|wales|northern ireland|royaume-uni", "GR": "greece",
    "HK": "hong kong", "HR": "croatia|hrvatska", "HU": "hungary", "ID": "indonesia", "IE": "ireland", "IL": "israel",
    "IN": "india", "IS": "iceland", "IT": "italy|italia|italie", "JP": "japan", "KE": "kenya",
    "KR": "south korea|korea", "LT": "lithuania", "LU": "luxembourg", "LV": "latvia", "MA": "morocco|maroc",
    "MT": "malta", "MX": "mexico|méxico", "MY": "malaysia", "NG": "nigeria", "NL": "netherlands|nederland|pays-bas",
    "NO": "norway|norge", "NZ": "new zealand", "PE": "peru", "PH": "philippines", "PK": "pakistan",
    "PL": "poland|polska", "PR": "puerto rico", "PT": "portugal", "RE": "reunion|réunion|la réunion", "RO": "romania",
    "RS": "serbia", "RU": "russia", "SA": "saudi arabia", "SE": "sweden|sverige", "SG": "singapore",
    "SI": "slovenia", "SK": "slovakia", "TH": "thailand", "TN": "tunisia|tunisie", "TR": "turkey|türkiye",
    "TW": "taiwan", "UA": "ukraine", "US": "united states|usa|united states of america|us", "VN": "vietnam",
    "ZA": "south africa",
}  # fmt: skip
_CODES = {name: code for code, names in _NAMES.items() for name in names.split("|")}


def market(text: str) -> str:
    """The code of two letters of a country by its name or code; empty where it is none that we know."""
    name = " ".join(text.split())
    if re.fullmatch("[A-Z]{2}", name):
        return {"UK": "GB"}.get(name, name)
    return _CODES.get(name.casefold(), "")
