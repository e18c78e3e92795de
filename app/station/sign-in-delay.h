#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many seconds a refused sign-in asks to wait before the next one; 0: none. */
guint zm_sign_in_delay_get_seconds (const GError *refusal);

G_END_DECLS
