"""Which time zones belong to whose reference values, and to whose brands of medicines: names of the time zone
database, older ones included.

Only countries with values of their own (or of the European Union) are here; names without a country, like “CET”, are
not. The Baltic countries follow the Nordic table. docs/model.md, Reference intakes.
"""

_AREAS = {"US": "us-ca", "Canada": "us-ca", "Australia": "au-nz"}  # whole areas: “US/Eastern”
_BY_AUTHORITY = {
    "us-ca": """
        America/Adak America/Anchorage America/Atikokan America/Atka America/Blanc-Sablon America/Boise
        America/Cambridge_Bay America/Chicago America/Coral_Harbour America/Creston America/Dawson
        America/Dawson_Creek America/Denver America/Detroit America/Edmonton America/Fort_Nelson America/Fort_Wayne
        America/Glace_Bay America/Goose_Bay America/Halifax America/Indiana/Indianapolis America/Indiana/Knox
        America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Tell_City America/Indiana/Vevay
        America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Inuvik America/Iqaluit
        America/Juneau America/Kentucky/Louisville America/Kentucky/Monticello America/Knox_IN America/Los_Angeles
        America/Louisville America/Menominee America/Metlakatla America/Moncton America/Montreal America/New_York
        America/Nipigon America/Nome America/North_Dakota/Beulah America/North_Dakota/Center
        America/North_Dakota/New_Salem America/Pangnirtung America/Phoenix America/Puerto_Rico America/Rainy_River
        America/Rankin_Inlet America/Regina America/Resolute America/Shiprock America/Sitka America/St_Johns
        America/St_Thomas America/Swift_Current America/Thunder_Bay America/Toronto America/Vancouver America/Virgin
        America/Whitehorse America/Winnipeg America/Yakutat America/Yellowknife Pacific/Guam Pacific/Honolulu
        Pacific/Johnston Pacific/Midway Pacific/Pago_Pago Pacific/Saipan Pacific/Samoa Pacific/Wake
        CST6CDT EST5EDT HST MST MST7MDT Navajo PST8PDT
    """,
    "uk": "Europe/London Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey GB GB-Eire",
    "dach": "Europe/Berlin Europe/Busingen Europe/Vaduz Europe/Vienna Europe/Zurich",
    "nordic": """
        America/Danmarkshavn America/Godthab America/Nuuk America/Scoresbysund America/Thule Arctic/Longyearbyen
        Atlantic/Faeroe Atlantic/Faroe Atlantic/Jan_Mayen Atlantic/Reykjavik Europe/Copenhagen Europe/Helsinki
        Europe/Mariehamn Europe/Oslo Europe/Riga Europe/Stockholm Europe/Tallinn Europe/Vilnius Iceland
    """,
    "efsa": """
        Africa/Ceuta America/Cayenne America/Guadeloupe America/Marigot America/Martinique Asia/Famagusta Asia/Nicosia
        Atlantic/Azores Atlantic/Canary Atlantic/Madeira Eire Europe/Amsterdam Europe/Athens Europe/Bratislava
        Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Dublin Europe/Lisbon Europe/Ljubljana
        Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Nicosia Europe/Paris Europe/Prague Europe/Rome Europe/Sofia
        Europe/Warsaw Europe/Zagreb Indian/Mayotte Indian/Reunion Poland Portugal
    """,
    "au-nz": """
        Antarctica/Macquarie Antarctica/McMurdo Antarctica/South_Pole Indian/Christmas Indian/Cocos NZ NZ-CHAT
        Pacific/Auckland Pacific/Chatham Pacific/Norfolk
    """,
    "japan": "Asia/Tokyo Japan",
    "india": "Asia/Calcutta Asia/Kolkata",
}
_MARKETS = {  # the nearest for which brands of medicines are listed
    "us-ca": "US", "uk": "UK", "dach": "DE", "nordic": "EU", "efsa": "EU", "au-nz": "AU", "japan": "JP", "india": "IN",
}  # fmt: skip
_OWN_MARKET = {
    "CA": """
        America/Atikokan America/Blanc-Sablon America/Cambridge_Bay America/Coral_Harbour America/Creston America/Dawson
        America/Dawson_Creek America/Edmonton America/Fort_Nelson America/Glace_Bay America/Goose_Bay America/Halifax
        America/Inuvik America/Iqaluit America/Moncton America/Montreal America/Nipigon America/Pangnirtung
        America/Rainy_River America/Rankin_Inlet America/Regina America/Resolute America/St_Johns America/Swift_Current
        America/Thunder_Bay America/Toronto America/Vancouver America/Whitehorse America/Winnipeg America/Yellowknife
    """,
    "FR": """
        America/Cayenne America/Guadeloupe America/Marigot America/Martinique Europe/Paris Indian/Mayotte Indian/Reunion
    """,
}
_MARKET_BY_ZONE = {zone: market for market, zones in _OWN_MARKET.items() for zone in zones.split()}
_BY_ZONE = {zone: slug for slug, zones in _BY_AUTHORITY.items() for zone in zones.split()}


def slug_for_zone(time_zone: str) -> str | None:
    """The authority's short name (a value of `references.Authority`); None for every other zone and for no zone."""
    return _BY_ZONE.get(time_zone) or _AREAS.get(time_zone.partition("/")[0])


def market_for_zone(time_zone: str) -> str:
    """Where somebody buys medicines: "US", "CA", "UK", "DE", "FR", "EU", "AU", "JP", "IN"; "" where nothing is known.

    A country without brands of its own in the table has those of its neighbours: Austria and Switzerland the German
    ones, New Zealand the Australian ones.
    """
    if time_zone.partition("/")[0] == "Canada":
        return "CA"
    return _MARKET_BY_ZONE.get(time_zone) or _MARKETS.get(slug_for_zone(time_zone) or "", "")
