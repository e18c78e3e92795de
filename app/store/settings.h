#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* Inside app/store only: what every connection is told. */

/* "x'…'": SQLCipher takes it as the key itself; anything else it would stretch as a passphrase. */
ZmSecret *zm_settings_spell_key    (const ZmSecret  *key);
/* recursive_triggers: without it INSERT OR REPLACE deletes past a DELETE trigger. */
gboolean  zm_settings_apply        (ZmDatabase      *database,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* WAL with synchronous=FULL. The journal mode is written into the file. */
gboolean  zm_settings_make_durable (ZmDatabase      *database,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
