#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Has those around a squeezer hear of it when another child of other height is shown: libadwaita 1.2
 * decides that while it is given its size, when GTK 4.8 hears no wish for another one any more. Once for
 * each squeezer. */
void zm_squeeze_follow (AdwSqueezer *squeezer);

G_END_DECLS
