#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes a text to where a person chose, in a thread: a medium may be slow. path: NULL where that is
 * no place of the file system, which is refused. Takes text. mode: of the file, 0644 say. The callback's source is source. Sets the checks of zm_file_write(). */
void     zm_text_save_async  (gpointer              source,
                              const char           *path,
                              char                 *text,
                              int                   mode,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
gboolean zm_text_save_finish (GAsyncResult         *result,
                              GError              **error);

G_END_DECLS
