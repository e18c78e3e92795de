#pragma once

#include "app/reader/grey.h"

G_BEGIN_DECLS

/* Files of pictures to pixels. Every refusal is ZM_ERROR_INVALID with check "reader.picture". */

#define ZM_DECODER_FILE_MAX (16 * 1024 * 1024)

/* PNG, JPEG or PGM, told apart by their first bytes. */
ZmGrey *zm_decoder_decode      (GBytes  *file,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is transparent becomes white. */
ZmGrey *zm_decoder_decode_png  (GBytes  *file,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
ZmGrey *zm_decoder_decode_jpeg (GBytes  *file,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How the frames of a camera come: exactly "P5\n<width> <height>\n255\n" and the pixels. */
ZmGrey *zm_decoder_decode_pgm  (GBytes  *file,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
