#pragma once

#include "app/pki/crl.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The revocation lists, as their files last were when they were good. A file that changes is read
 * again; a new file that is bad, not signed by its CA, of another issuer, or not of a higher number
 * than what is held does not replace anything and is logged. With a memory this holds over a restart.
 *
 * Signal "changed" (no arguments): at least one list is another one now. */
#define ZM_TYPE_CENTRAL_SHELF (zm_central_shelf_get_type ())
G_DECLARE_FINAL_TYPE (ZmCentralShelf, zm_central_shelf, ZM, CENTRAL_SHELF, GObject)

typedef struct {
  char      *path;
  char      *name;     /* last part of the path */
  ZmCrl     *crl;
  char      *etag;     /* with its quotation marks */
  ZmInstant  modified; /* of the file, when this list was read */
} ZmCentralShelfItem;

/* At the start all files must be good, or their lists kept in memory (a directory, or NULL).
 * authorities: see central-authorities.h. Sets the checks of files and CRLs, "central.crl-name" if
 * two files have the same name, and "central.memory". */
ZmCentralShelf           *zm_central_shelf_new    (const char *const  *paths,
                                                   GPtrArray          *authorities,
                                                   const char         *memory,
                                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads all files again now. */
void                      zm_central_shelf_reload (ZmCentralShelf     *self);
/* A new array of ZmCrl. */
GPtrArray                *zm_central_shelf_list   (ZmCentralShelf     *self);
/* NULL: there is none of this name. Borrowed until the next change. */
const ZmCentralShelfItem *zm_central_shelf_find   (ZmCentralShelf     *self,
                                                   const char         *name);

G_END_DECLS
