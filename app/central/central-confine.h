#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* This process can gain no rights by executing anything, and leaves no core dump with its key. To
 * be called before a key is read. Sets check "central.confine". */
gboolean zm_central_confine_self (GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
