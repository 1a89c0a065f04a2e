"""The words of profiles: business lines, kinds of assets, parts, fields."""

from gis_service.language import N_

#: The seven outlets that the programme asks of every cooperative (circular 1/2025 of the Minister
#: of Cooperatives; docs/decisions), in its order.
OUTLETS = {
    "office": N_("Cooperative office"),
    "groceries": N_("Basic goods (sembako)"),
    "savings-loans": N_("Savings and loans"),
    "clinic": N_("Village clinic"),
    "pharmacy": N_("Village pharmacy"),
    "cold-storage": N_("Cold storage and warehouse"),
    "logistics": N_("Logistics"),
}
#: What many are charged with besides.
BESIDES = {
    "farm-inputs": N_("Fertiliser and farm inputs"),
    "lpg": N_("LPG agency"),
}
BUSINESS_LINES = {**OUTLETS, **BESIDES}

ASSET_KINDS = {
    "land": N_("Land"),
    "building": N_("Building"),
    "vehicle": N_("Vehicle"),
    "machine": N_("Machine or tool"),
    "electronics": N_("Electronics"),
    "furniture": N_("Furniture"),
    "stock": N_("Goods in stock"),
    "other": N_("Other"),
}
CONDITIONS = {
    "good": N_("Good"),
    "damaged": N_("Lightly damaged"),
    "broken": N_("Heavily damaged"),
}
PARTS = {
    "organisation": N_("organisation"),
    "legal": N_("legal status"),
    "members": N_("members"),
    "business": N_("business lines"),
    "assets": N_("assets"),
    "photos": N_("photos"),
}
FIELDS = {
    "chair": N_("Chair"),
    "secretary": N_("Secretary"),
    "treasurer": N_("Treasurer"),
    "manager": N_("Manager"),
    "supervisor": N_("Chair of the supervisors"),
    "legal_number": N_("Number of the legal approval"),
    "legal_on": N_("Day of the legal approval"),
    "members_total": N_("Members"),
    "members_women": N_("Women among the members"),
    "members_saving": N_("Members who save actively"),
    "business_lines": N_("Business lines"),
    "business_other": N_("Other business"),
    "assets": N_("Assets"),
    "note": N_("Note"),
}
PORTAL = {
    "listed": N_("listed in the national portal"),
    "missing": N_("not in the national portal"),
    "unknown": N_("not compared with the national portal yet"),
}
