#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Inside app/pki only. RFC 7468 text around DER, for what is not secret. */

/* 64 columns, line feeds. */
char   *zm_pem_encode (const char  *label,
                       GBytes      *der);
/* The block that begins the text, after white space; no explanatory text, no headers, base64 with
 * spare bits zero in lines of any length. NULL if there is no such block; else *used is where the
 * text goes on, behind the white space that follows. */
GBytes *zm_pem_decode (const char  *pem,
                       gsize        length,
                       const char  *label,
                       gsize       *used) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
