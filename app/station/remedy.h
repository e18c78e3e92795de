#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person can do when a check refused: one sentence or two, translated, for every check that
 * this program knows. The longest entry that check begins with wins; never NULL. */
const char *zm_remedy_for (const char *check);

G_END_DECLS
