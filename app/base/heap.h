#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For a program that stays: once in a while it reads a great deal, in whichever thread, and what that
 * took goes back to the system afterwards. Call it first of all. */
void zm_heap_set_up (void);

G_END_DECLS
