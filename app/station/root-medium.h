#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the root's key goes: a medium that leaves the room, so that whoever has this computer does not
 * have the root. */

/* Whether folder stands on the disk of the station's directory or of the system itself, which nobody
 * takes out. What is not there yet is judged by the folder that it will be made in. FALSE where the
 * system does not say. */
gboolean zm_root_medium_stays_here (const char *station_directory,
                                    const char *folder);

G_END_DECLS
