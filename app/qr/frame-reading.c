#include "app/qr/frame-reading.h"

#include <math.h>
#include <string.h>

#define MAGIC        0x31465a4du /* "MZF1" */
#define UNITS        65536       /* of a frame's side, and of a pixel */
#define MODULE_MAX   1000        /* pixels */
#define SHARPEST     100         /* per cent */

/* All numbers in the order of this machine, which both ends share. */
typedef struct {
  guint64 number;
  guint32 magic;
  guint8  n_codes;
  guint8  n_marks;
  guint8  dark;
  guint8  light;
  guint8  sharpness;
  guint8  nothing[7];
} Head;

typedef struct {
  gint32  corners[4][2];
  guint32 length; /* of the text, which follows with a zero behind it */
} Code;

typedef struct {
  gint32  centre[2];
  guint32 module;
} Mark;

G_STATIC_ASSERT (sizeof (Head) == 24);
G_STATIC_ASSERT (sizeof (Code) == 36);
G_STATIC_ASSERT (sizeof (Mark) == 12);
G_STATIC_ASSERT (ZM_FRAME_READING_BYTES_MAX >=
                 sizeof (Head) + ZM_FRAME_READING_MARKS_MAX * sizeof (Mark) +
                 ZM_FRAME_READING_CODES_MAX * (sizeof (Code) + ZM_FRAME_READING_TEXT_MAX + 1));

typedef struct {
  const guint8 *at;
  gsize         left;
} Cursor;

static guint8 *
put (guint8     *at,
     const void *data,
     gsize       length)
{
  memcpy (at, data, length);
  return at + length;
}

/* What zbar guesses of a corner may lie beyond the frame. */
static gint32
encode_fraction (double fraction)
{
  return (gint32) lround (CLAMP (fraction, 0.0, 1.0) * UNITS);
}

static void
encode_point (const ZmFramePoint *point,
              gint32              place[2])
{
  place[0] = encode_fraction (point->x);
  place[1] = encode_fraction (point->y);
}

static guint8 *
put_code (guint8            *at,
          const ZmFrameCode *code)
{
  Code head = { .length = (guint32) strlen (code->text) };

  for (guint i = 0; i < G_N_ELEMENTS (code->corners); i++)
    encode_point (&code->corners[i], head.corners[i]);
  at = put (at, &head, sizeof head);

  return put (at, code->text, (gsize) head.length + 1);
}

static guint8 *
put_mark (guint8            *at,
          const ZmFrameMark *mark)
{
  Mark words = { .module = (guint32) lround (CLAMP (mark->module, 0.0, MODULE_MAX) * UNITS) };

  encode_point (&mark->centre, words.centre);
  return put (at, &words, sizeof words);
}

gsize
zm_frame_reading_encode (const ZmFrameReading *self,
                         guint8               *buffer)
{
  const Head head = {
    .number = self->number,
    .magic = MAGIC,
    .n_codes = (guint8) self->n_codes,
    .n_marks = (guint8) self->n_marks,
    .dark = self->dark,
    .light = self->light,
    .sharpness = self->sharpness,
  };
  guint8 *at = put (buffer, &head, sizeof head);

  g_assert (self->n_codes <= ZM_FRAME_READING_CODES_MAX);
  g_assert (self->n_marks <= ZM_FRAME_READING_MARKS_MAX);
  for (guint i = 0; i < self->n_codes; i++)
    {
      g_assert (strlen (self->codes[i].text) <= ZM_FRAME_READING_TEXT_MAX);
      at = put_code (at, &self->codes[i]);
    }
  for (guint i = 0; i < self->n_marks; i++)
    at = put_mark (at, &self->marks[i]);

  return (gsize) (at - buffer);
}

static gboolean
take (Cursor *cursor,
      void   *place,
      gsize   length)
{
  if (cursor->left < length)
    return FALSE;

  memcpy (place, cursor->at, length);
  cursor->at += length;
  cursor->left -= length;

  return TRUE;
}

static gboolean
decode_point (const gint32  place[2],
              ZmFramePoint *point)
{
  point->x = (double) place[0] / UNITS;
  point->y = (double) place[1] / UNITS;

  return place[0] >= 0 && place[0] <= UNITS && place[1] >= 0 && place[1] <= UNITS;
}

static gboolean
take_text (Cursor      *cursor,
           gsize        length,
           const char **text)
{
  *text = (const char *) cursor->at;
  if (length == 0 || length > ZM_FRAME_READING_TEXT_MAX || cursor->left <= length ||
      cursor->at[length] != 0 || !g_utf8_validate_len (*text, length, NULL))
    return FALSE;

  cursor->at += length + 1;
  cursor->left -= length + 1;

  return TRUE;
}

static gboolean
take_code (Cursor      *cursor,
           ZmFrameCode *code)
{
  Code head;

  if (!take (cursor, &head, sizeof head))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (code->corners); i++)
    {
      if (!decode_point (head.corners[i], &code->corners[i]))
        return FALSE;
    }

  return take_text (cursor, head.length, &code->text);
}

static gboolean
take_mark (Cursor      *cursor,
           ZmFrameMark *mark)
{
  Mark words;

  if (!take (cursor, &words, sizeof words) || words.module > MODULE_MAX * UNITS)
    return FALSE;
  mark->module = (double) words.module / UNITS;

  return decode_point (words.centre, &mark->centre);
}

static gboolean
take_head (Cursor         *cursor,
           ZmFrameReading *self)
{
  static const guint8 nothing[7];
  Head head;

  if (!take (cursor, &head, sizeof head) || head.magic != MAGIC ||
      memcmp (head.nothing, nothing, sizeof nothing) != 0)
    return FALSE;

  self->number = head.number;
  self->n_codes = head.n_codes;
  self->n_marks = head.n_marks;
  self->dark = head.dark;
  self->light = head.light;
  self->sharpness = head.sharpness;

  return head.n_codes <= ZM_FRAME_READING_CODES_MAX &&
         head.n_marks <= ZM_FRAME_READING_MARKS_MAX && head.dark <= head.light &&
         head.sharpness <= SHARPEST;
}

static gboolean
is_repeated (const ZmFrameReading *self,
             guint                 index)
{
  for (guint i = 0; i < index; i++)
    {
      if (g_str_equal (self->codes[i].text, self->codes[index].text))
        return TRUE;
    }

  return FALSE;
}

gboolean
zm_frame_reading_decode (ZmFrameReading *self,
                         const guint8   *data,
                         gsize           length)
{
  Cursor cursor = { data, length };

  if (!take_head (&cursor, self))
    return FALSE;
  for (guint i = 0; i < self->n_codes; i++)
    {
      if (!take_code (&cursor, &self->codes[i]) || is_repeated (self, i))
        return FALSE;
    }
  for (guint i = 0; i < self->n_marks; i++)
    {
      if (!take_mark (&cursor, &self->marks[i]))
        return FALSE;
    }

  return cursor.left == 0;
}
