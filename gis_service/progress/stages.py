"""Stages and blockers in words; the lists are fixed, so that they can be counted."""

from gis_service.language import N_

LAND_STAGES = {
    "none": N_("No land yet"),
    "candidate": N_("Land proposed"),
    "surveyed": N_("Measured"),
    "consent": N_("Owner agrees"),
    "documents": N_("Documents in progress"),
    "ready": N_("Ready to build on"),
}
CONSTRUCTION_STAGES = {
    "none": N_("Not begun"),
    "preparation": N_("Preparing the land"),
    "foundation": N_("Foundation"),
    "structure": N_("Walls and columns"),
    "roof": N_("Roof"),
    "finishing": N_("Finishing"),
    "complete": N_("Complete"),
    "operating": N_("Operating"),
}
BLOCKERS = {
    "wrong-area": N_("Area not as required"),
    "not-strategic": N_("Not a strategic place"),
    "other-village": N_("In another village"),
    "land-swap": N_("Land swap"),
    "needs-fill": N_("Needs fill"),
    "building-on-land": N_("Building on the land"),
    "permit": N_("Permit"),
    "consent": N_("Owner's consent"),
    "dispute": N_("Dispute"),
    "protected-farmland": N_("Protected farmland (LP2B)"),
    "other": N_("Something else"),
}
