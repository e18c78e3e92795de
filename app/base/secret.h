#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Owns bytes that must not leave this process: locked in memory where the system allows it, kept
 * out of core dumps, cleansed when freed. Never copied into a GString, a property or a log. */
typedef struct _ZmSecret ZmSecret;

/* Zeroed bytes, to be filled by the caller. length ≤ 1 MiB. */
ZmSecret     *zm_secret_new      (gsize           length);
/* Copies data; the caller cleanses its own copy. */
ZmSecret     *zm_secret_new_copy (const void     *data,
                                  gsize           length);
void          zm_secret_free     (ZmSecret       *secret);

guint8       *zm_secret_bytes    (ZmSecret       *secret);
const guint8 *zm_secret_peek     (const ZmSecret *secret);
gsize         zm_secret_length   (const ZmSecret *secret);
/* Cuts the end off, cleansing it; length must not grow. */
void          zm_secret_truncate (ZmSecret       *secret,
                                  gsize           length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmSecret, zm_secret_free)

G_END_DECLS
