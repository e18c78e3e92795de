#pragma once

#include "app/reader/grey.h"

G_BEGIN_DECLS

/* Looks for codes in a picture as it is and then through filters and in smaller sizes, until one
 * pass finds some. A camera, which has many frames, asks for one pass a frame. */

/* "plain", "blur", "sharpen", "double", "invert", "double-sharpen", "sharpen-double". */
gboolean   zm_search_has_pass (const char    *pass);
/* The texts that the first lucky pass found, or none. pass NULL tries all that suit the size. */
GPtrArray *zm_search_find     (const ZmGrey  *picture,
                               const char    *pass,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
