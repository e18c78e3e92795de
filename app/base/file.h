#pragma once

#include "app/base/secret.h"

G_BEGIN_DECLS

/* Reads a regular file of at most max bytes. Sets check "file.read" or "file.size". */
GBytes   *zm_file_read          (const char  *path,
                                 gsize        max,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a file that holds a secret: it must belong to this user and be closed to all
 * others (check "file.mode"), and its bytes never pass through ordinary memory. max ≤ 1 MiB. */
ZmSecret *zm_file_read_secret   (const char  *path,
                                 gsize        max,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Replaces path or creates it: a new file beside it (O_EXCL, mode), write, fsync, rename, fsync
 * of the directory. After a power cut there is the old content or the new one. Sets check
 * "file.write". */
gboolean  zm_file_write         (const char  *path,
                                 const void  *data,
                                 gsize        length,
                                 int          mode,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Creates a file that must not exist yet, durably, and whole or not at all. Sets check
 * "file.exists" or "file.write". */
gboolean  zm_file_create        (const char  *path,
                                 const void  *data,
                                 gsize        length,
                                 int          mode,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Creates a directory of mode 0700, durably, or accepts what has that name, whoever may read it: for
 * what is public, and may go onto a medium that knows no modes. Sets check "file.directory". */
gboolean  zm_file_make_directory (const char  *path,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Creates a directory of mode 0700, durably, or accepts an existing one that is ours and closed to
 * others. Sets check "file.directory". */
gboolean  zm_file_make_private_directory (const char  *path,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the names in a directory durable. */
gboolean  zm_file_sync_directory (const char  *path,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
