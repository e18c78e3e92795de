#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Removes a directory that this program made, and all in it, without following links. What cannot
 * be removed stays. */
void zm_directory_remove (const char *path);

G_END_DECLS
