#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a scanner or a camera brought: a text, and what it is to us. */

typedef enum {
  ZM_SCAN_FOREIGN, /* nothing of ours */
  ZM_SCAN_TICKET,  /* from a device's screen */
  ZM_SCAN_BADGE,   /* names a person, and signs nobody in */
  ZM_SCAN_LABEL,   /* names a device, a certificate or a state of the log */
} ZmScanKind;

typedef struct {
  ZmScanKind  kind;
  char       *text; /* the spelling that was understood */
  char       *name; /* of the device or person; NULL of a foreign one */
  const char *way;  /* in which it came, for the audit log */
} ZmScan;

/* The first of the spellings (NULL-terminated) that is one of ours; else a foreign one. way is borrowed. */
ZmScan *zm_scan_read (const char *const *spellings,
                      const char        *way);
void    zm_scan_free (ZmScan            *scan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmScan, zm_scan_free)

G_END_DECLS
