#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ZM_SIP_KEY_LENGTH 16 /* bytes */

/* SipHash-2-4 (Aumasson and Bernstein, 2012): 64 bits that nobody without the key can foresee, for
 * short texts and in a tenth of the time of a digest. */
guint64 zm_sip_hash_compute (const guint8  key[ZM_SIP_KEY_LENGTH],
                             const void   *data,
                             gsize         length);

G_END_DECLS
