#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a keyboard of the United States writes. A scanner that plays keyboard presses the keys of the
 * layout that it was set up for, mostly this one, whatever layout the desk has. */

/* keycode: of the hardware, as of gdk_key_event_get_keycode (). 0 for a key that writes nothing. */
char zm_scan_keys_get_us (guint    keycode,
                          gboolean shift);

G_END_DECLS
