#pragma once

#include "app/reader/grey.h"

G_BEGIN_DECLS

/* The door to zbar. */

#define ZM_SCANNER_TEXT_MAX  4096 /* bytes of one code */
#define ZM_SCANNER_CODES_MAX 8    /* different ones in one picture; more are not looked at */

/* Loads what zbar would load when it finds its first code, for a process that is about to give up
 * its files. A code that names yet another character set ends such a process. */
void       zm_scanner_prepare (void);

/* The texts of the QR codes in a picture, each once, as it stands; no other symbology is tried. A
 * code whose content is empty, too long or not UTF-8 counts as none. Never NULL. */
GPtrArray *zm_scanner_scan    (const ZmGrey *picture) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
