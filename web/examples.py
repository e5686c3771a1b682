"""Questions to begin with: on the home page, and on the page that teaches searching.

Each is a message: the Ukrainian catalog has Ukrainian questions. Each finds something (a test holds that).
"""

from __future__ import annotations

from depository.errors import N_

QUESTIONS = (
    N_("sorting household waste"),
    N_("how to attract investors"),
    N_("participatory budget at school"),
    N_("women start a business"),
    N_("a brand for our city"),
)
# What can be typed, and what happens then; the Ukrainian catalog has Ukrainian examples.
HELP = (
    (N_("how to attract investors"), N_("Plain words in any form; the best match comes first.")),
    (N_('"participatory budget"'), N_("Quotation marks: these words side by side, in any form.")),
    (N_("budget -school"), N_("A minus: without this word.")),
    (N_("bus*"), N_("An asterisk: all words beginning with this.")),
    (N_("tourism OR culture"), N_("OR: either of the two.")),
    (N_("city:Vinnytsia brand"), N_("Only records of this place.")),
    (N_("theme:tourism"), N_("Only records on this theme.")),
    (N_("year:2018..2020"), N_("Only practices of these years; a single year works too.")),
    (N_("turyzm"), N_("Ukrainian in Latin letters works too: turyzm.")),
    (N_("nehbpv"), N_("Forgot to switch the keyboard layout? nehbpv is “turyzm” typed in the English one.")),
)
