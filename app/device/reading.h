#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reading the files of a device that may be running. It changes its key, slot and wraps one after
 * the other, each whole; who reads in between meets one without the other, which is no damage. */

/* What func makes of directory, or NULL with an error. */
typedef gpointer (*ZmReadingFunc) (const char  *directory,
                                   GError     **error);

#define ZM_READING_TRIES 5

/* Calls func until it gives something, ZM_READING_TRIES times at most; error is that of the last
 * one. Blocks for 50 ms between two. */
gpointer zm_reading_repeat (ZmReadingFunc   func,
                            const char     *directory,
                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
