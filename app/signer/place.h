#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a signer keeps its things below the station's directory, and the lock that makes it the
 * only one there. */
typedef struct {
  char *keys;
  char *ledger;
  char *socket;
  int   lock;
} ZmPlace;

/* create makes the directory, which otherwise must be there. Checks "signer.missing",
 * "signer.locked", "file.directory". */
ZmPlace  *zm_place_open      (const char  *station,
                              gboolean     create,
                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void      zm_place_free      (ZmPlace     *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmPlace, zm_place_free)

/* Keys are written last, so where they are a signer was made. */
gboolean  zm_place_has_keys  (ZmPlace     *place);

G_END_DECLS
