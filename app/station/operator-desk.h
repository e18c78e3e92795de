#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* The people who may sign in: kept by the signer, each change on record here. Only an
 * administrator may change them, and everybody the own PIN. Checks as the signer sets them
 * ("operator.name", "operator.pin", "operator.current-pin", "operator.exists", "operator.missing",
 * "operator.last-administrator", "second-person.…" where an administrator is concerned). */

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
/* current: one's own PIN as it is now; NULL for somebody else's, which is an administrator's to
 * set. */
gboolean   zm_operator_desk_set_pin (ZmStation       *station,
                                     const char      *name,
                                     const ZmSecret  *pin,
                                     const ZmSecret  *current,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   zm_operator_desk_remove (ZmStation       *station,
                                    const char      *name,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Elements ZmOperatorEntry, by name. */
GPtrArray *zm_operator_desk_list   (ZmStation       *station,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
