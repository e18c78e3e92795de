#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A PDF that leaves the desk. Nothing of somebody else's is written over, and no device or pipe takes
 * a file's place; what cannot be recorded has no name, and what cannot be written is on record as
 * that. */
typedef struct {
  gboolean (*record)         (gpointer       data,
                              GError       **error);
  void     (*record_failure) (gpointer       data,
                              const GError  *failure);
  gpointer   data;
} ZmPaperRecord;

/* Sets check "file.exists" or "file.write", or what the record does. */
gboolean zm_paper_write (const char           *path,
                         GBytes               *pdf,
                         const ZmPaperRecord  *record,
                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
