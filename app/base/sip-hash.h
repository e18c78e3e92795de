#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ZM_SIP_KEY_LENGTH 16 /* bytes */

/* SipHash-1-3 (Aumasson and Bernstein): 64 bits that nobody without the key can foresee, for short texts
 * and in a fifteenth of the time of a digest. It has fewer rounds than SipHash-2-4, and is for keys that
 * are used once and hashes that nobody is shown; Python and Rust have it for their tables. */
guint64 zm_sip_hash_compute (const guint8  key[ZM_SIP_KEY_LENGTH],
                             const void   *data,
                             gsize         length);

G_END_DECLS
