"""The icons we ship. Assets are built from this list, and the tag refuses any other name.

Names are Tabler's outline icons; a new one is added here and `make assets` run again.
"""

ICONS = frozenset(
    """
    activity adjustments alarm alert-triangle arrow-back-up arrow-down arrow-down-right
    arrow-left arrow-right arrow-up arrow-up-right arrows-diff arrows-sort ban bell book
    brand-instagram brand-telegram brand-vk brand-whatsapp building bulb calendar-event
    calendar-time cash certificate chart-bar chart-line check checkbox chevron-down
    chevron-left chevron-right chevron-up circle circle-check circle-dot click clipboard-list
    clock clock-exclamation coin command copy credit-card database database-import
    database-off device-desktop dots download external-link eye file-spreadsheet file-text
    file-upload filter filter-exclamation flag-3 gavel gift git-merge grid-3x3 grid-dots
    hand-stop heart heart-handshake help history home hourglass inbox info-circle keyboard
    language lifebuoy link list-check lock lock-open logout mail map-pin menu-2 message
    message-2 minus mood-neutral mood-sad mood-smile moon note package pencil phone
    player-pause player-play plus point presentation receipt receipt-refund refresh
    robot route school search selector send settings shield-check shield-off shield-x
    sparkles star sun switch-horizontal table target trash trending-down trending-up upload
    user user-check user-minus user-plus users users-group wallet world x
    """.split()  # noqa: SIM905 (a hundred quoted names would be a column nobody reads)
)
