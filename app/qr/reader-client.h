#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Has a picture read by zmonitor-reader, a process without rights that lives for one picture.
 * Whatever the picture does to it, what comes back is texts or an error:
 *
 *   "reader.no-code"        NOT_FOUND    no QR code in the picture
 *   "reader.several-codes"  REFUSED      more than one: nobody could tell which is meant
 *   "reader.picture"        INVALID      no picture, a damaged or too large one
 *   "reader.crashed"        INTERNAL     the reader ended without a proper answer
 *   "reader.timeout"        UNAVAILABLE  it took too long and was killed
 *   "reader.start"          INTERNAL     it could not be started
 *
 * The text is a stranger's: UTF-8, 1 to ZM_READER_CLIENT_TEXT_MAX bytes, nothing more is known. */

#define ZM_READER_CLIENT_PICTURE_MAX (16 * 1024 * 1024) /* bytes */
#define ZM_READER_CLIENT_TEXT_MAX    4096               /* bytes */
#define ZM_READER_CLIENT_CODES_MAX   8                  /* in one picture */
#define ZM_READER_CLIENT_TIMEOUT     5000               /* milliseconds */

typedef enum {
  ZM_READER_THOROUGH, /* every way of looking, for a picture that comes once */
  ZM_READER_PLAIN,    /* one way each, for a camera that goes through them frame by frame */
  ZM_READER_BLUR,
  ZM_READER_SHARPEN,
  ZM_READER_INVERT,
} ZmReaderPass;

#define ZM_TYPE_READER_CLIENT (zm_reader_client_get_type ())
G_DECLARE_FINAL_TYPE (ZmReaderClient, zm_reader_client, ZM, READER_CLIENT, GObject)

/* Sets check "companion.missing". */
ZmReaderClient *zm_reader_client_new             (GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* timeout in milliseconds. */
ZmReaderClient *zm_reader_client_new_for_program (const char      *path,
                                                  int              timeout);

/* picture is the content of a PNG or JPEG file, or what zm_picture_encode_grey made. Blocks; any
 * number of threads may call. */
char           *zm_reader_client_read            (ZmReaderClient  *self,
                                                  GBytes          *picture,
                                                  ZmReaderPass     pass,
                                                  GCancellable    *cancellable,
                                                  GError         **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
/* For who can ask which code is meant: the texts of all of them, at least one. */
char          **zm_reader_client_read_all        (ZmReaderClient  *self,
                                                  GBytes          *picture,
                                                  ZmReaderPass     pass,
                                                  GCancellable    *cancellable,
                                                  GError         **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
void            zm_reader_client_read_async      (ZmReaderClient       *self,
                                                  GBytes               *picture,
                                                  ZmReaderPass          pass,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
char           *zm_reader_client_read_finish     (ZmReaderClient  *self,
                                                  GAsyncResult    *result,
                                                  GError         **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
