#include "app/reader/decoder.h"

#include "app/base/error.h"

#include <string.h>

#define MAGIC "P5\n"
#define DEPTH "255\n"

typedef struct {
  const char *at;
  const char *end;
} Cursor;

static gboolean
take_text (Cursor     *cursor,
           const char *text)
{
  gsize length = strlen (text);

  if ((gsize) (cursor->end - cursor->at) < length || memcmp (cursor->at, text, length) != 0)
    return FALSE;
  cursor->at += length;

  return TRUE;
}

/* Stops adding digits long before it could overflow; the size is refused later. */
static gboolean
take_number (Cursor  *cursor,
             guint64 *number)
{
  const char *start = cursor->at;

  *number = 0;
  while (cursor->at < cursor->end && g_ascii_isdigit (*cursor->at) && *number <= ZM_GREY_SIDE_MAX)
    *number = *number * 10 + (guint64) (*cursor->at++ - '0');

  return cursor->at > start;
}

ZmGrey *
zm_decoder_decode_pgm (GBytes  *file,
                       GError **error)
{
  g_autoptr(ZmGrey) picture = NULL;
  guint64 width;
  guint64 height;
  gsize length;
  const char *data = g_bytes_get_data (file, &length);
  Cursor cursor = { data, data + length };

  if (!take_text (&cursor, MAGIC) || !take_number (&cursor, &width) || !take_text (&cursor, " ") ||
      !take_number (&cursor, &height) || !take_text (&cursor, "\n" DEPTH))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "reader.picture", "another header",
                    "“P5”, width, height and 255", "The frame cannot be read");
      return NULL;
    }

  picture = zm_grey_new (width, height, error);
  if (picture == NULL)
    return NULL;
  if ((gsize) (cursor.end - cursor.at) != zm_grey_length (picture))
    {
      zm_error_set (error, ZM_ERROR_INVALID, "reader.picture", "another number of pixels",
                    "width times height", "The frame has not the size that it claims");
      return NULL;
    }
  memcpy (picture->pixels, cursor.at, zm_grey_length (picture));

  return g_steal_pointer (&picture);
}
