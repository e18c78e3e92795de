#include "app/reader/decoder.h"

#include "app/base/error.h"

#include <string.h>

typedef ZmGrey *(*Decode) (GBytes  *file,
                           GError **error);

static const struct {
  const char *magic;
  gsize       length;
  Decode      decode;
} formats[] = {
  { "\x89PNG\r\n\x1a\n", 8, zm_decoder_decode_png },
  { "\xff\xd8\xff", 3, zm_decoder_decode_jpeg },
  { "P5\n", 3, zm_decoder_decode_pgm },
};

ZmGrey *
zm_decoder_decode (GBytes  *file,
                   GError **error)
{
  const char *data;
  gsize length;

  g_return_val_if_fail (file != NULL, NULL);

  data = g_bytes_get_data (file, &length);
  if (length > ZM_DECODER_FILE_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "reader.picture", "a larger file", "at most 16 MiB",
                    "The picture file is too large");
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      if (length >= formats[i].length && memcmp (data, formats[i].magic, formats[i].length) == 0)
        return formats[i].decode (file, error);
    }

  zm_error_set (error, ZM_ERROR_INVALID, "reader.picture", length == 0 ? "nothing" : "another file",
                "a PNG or JPEG picture", "The file is not a picture that can be read");
  return NULL;
}
