#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes the pictures that a person pastes or drops, as the bytes they came in: nothing of GTK looks
 * into them, that is the picture reader's. */

/* What a person brought: exactly one of file and picture, or neither when there was nothing of use.
 * picture has at most ZM_READER_CLIENT_PICTURE_MAX bytes and one more; the reader refuses those. */
typedef void (*ZmPictureSourceFunc) (GFile    *file,
                                     GBytes   *picture,
                                     gpointer  data);

/* func is called once, later; data must be there until then. */
void zm_picture_source_paste (GdkClipboard        *clipboard,
                              GCancellable        *cancellable,
                              ZmPictureSourceFunc  func,
                              gpointer             data,
                              GDestroyNotify       destroy);
/* func is called for each drop that lands on widget. */
void zm_picture_source_watch (GtkWidget           *widget,
                              ZmPictureSourceFunc  func,
                              gpointer             data);

G_END_DECLS
