#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* From a picture to the texts of the codes in it, in a thread: the picture of a simulated device's
 * screen is drawn, and read again by the same reader that reads a photograph. Errors as of
 * app/qr/reader-client.h, besides "picture.file" for what is no file of a sensible size. */

void  zm_picture_scan_screen_async (const char           *shown,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
void  zm_picture_scan_file_async   (GFile                *file,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* picture is the content of a PNG or JPEG file. */
void   zm_picture_scan_bytes_async  (GBytes               *picture,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* At least one. */
char **zm_picture_scan_finish       (GAsyncResult         *result,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
