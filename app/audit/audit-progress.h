#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows that were looked at, of how many; called in the thread that does it. */
typedef void (*ZmAuditProgress) (guint64  done,
                                 guint64  total,
                                 gpointer data);

G_END_DECLS
