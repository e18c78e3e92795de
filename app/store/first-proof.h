#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* Whether any device has ever proved its certificate to the Central Station: until then a station is
 * new, whatever else it has. Ends with the first that it comes by. */
gboolean zm_first_proof_find (ZmDatabase  *database,
                              gboolean    *found,
                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
