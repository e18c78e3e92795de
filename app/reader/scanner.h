#pragma once

#include "app/reader/grey.h"

G_BEGIN_DECLS

/* The door to zbar. */

#define ZM_SCANNER_TEXT_MAX  4096 /* bytes of one code */
#define ZM_SCANNER_CODES_MAX 8    /* different ones in one picture; more are not looked at */

typedef struct {
  int  corners[4][2]; /* pixels, in order around the code; a guess may lie outside the picture */
  char text[ZM_SCANNER_TEXT_MAX + 1];
} ZmScannerCode;

typedef struct _ZmScanner ZmScanner;

/* Loads what zbar would load when it finds its first code, for a process that is about to give up
 * its files. A code that names yet another character set ends such a process. */
void       zm_scanner_prepare (void);

ZmScanner *zm_scanner_new     (void);
void       zm_scanner_free    (ZmScanner     *self);
/* Adds the QR codes of the picture to the count ones that are there already, each text once, as it
 * stands, and gives the new count; no other symbology is tried. A code whose content is empty, too
 * long or not UTF-8 counts as none. */
guint      zm_scanner_find    (ZmScanner     *self,
                               const ZmGrey  *picture,
                               ZmScannerCode  codes[ZM_SCANNER_CODES_MAX],
                               guint          count);
/* The texts only, for a picture that comes once. Never NULL. */
GPtrArray *zm_scanner_scan    (const ZmGrey  *picture) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmScanner, zm_scanner_free)

G_END_DECLS
