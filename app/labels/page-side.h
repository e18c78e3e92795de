#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* At which side of a page its lines begin. */

/* Gives the context the direction of a text of ours, which may be in another language than the locale's.
 * TRUE: from right to left. */
gboolean zm_page_side_take  (PangoContext *context,
                             const char   *words);
/* Lets the text, whichever way it reads, begin (or end) where all lines of the context do. */
void     zm_page_side_align (PangoLayout  *layout,
                             gboolean      ends);

G_END_DECLS
