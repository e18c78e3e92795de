#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* The people who may sign in: kept by the signer, each change on record here. Only an
 * administrator may change them. Checks as the signer sets them ("operator.name", "operator.pin",
 * "operator.exists", "operator.missing", "operator.last-administrator"). */

typedef struct {
  char     *name;
  ZmRole    role;
  gboolean  active; /* FALSE: removed, and known because old records name them */
} ZmOperatorEntry;

gboolean   zm_operator_desk_add    (ZmStation       *station,
                                    const char      *name,
                                    ZmRole           role,
                                    const ZmSecret  *pin,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   zm_operator_desk_remove (ZmStation       *station,
                                    const char      *name,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Elements ZmOperatorEntry, by name. */
GPtrArray *zm_operator_desk_list   (ZmStation       *station,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
