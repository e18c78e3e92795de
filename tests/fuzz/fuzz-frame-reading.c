#include "app/qr/frame-reading.h"
#include "tests/fuzz/fuzz.h"

/* What a reader of frames says of one, which a picture may have taken over. */

static void
assert_in_frame (const ZmFramePoint *point)
{
  g_assert_true (point->x >= 0 && point->x <= 1 && point->y >= 0 && point->y <= 1);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  guint8 again[ZM_FRAME_READING_BYTES_MAX];
  ZmFrameReading reading;

  if (!zm_frame_reading_decode (&reading, bytes, size))
    return;

  g_assert_cmpuint (reading.n_codes, <=, ZM_FRAME_READING_CODES_MAX);
  g_assert_cmpuint (reading.n_marks, <=, ZM_FRAME_READING_MARKS_MAX);
  for (guint i = 0; i < reading.n_codes; i++)
    {
      const ZmFrameCode *code = &reading.codes[i];

      g_assert_true (code->text[0] != '\0' && strlen (code->text) <= ZM_FRAME_READING_TEXT_MAX);
      g_assert_true (g_utf8_validate (code->text, -1, NULL));
      for (guint k = 0; k < G_N_ELEMENTS (code->corners); k++)
        assert_in_frame (&code->corners[k]);
    }
  for (guint i = 0; i < reading.n_marks; i++)
    assert_in_frame (&reading.marks[i].centre);

  /* There is one spelling of a reading. */
  g_assert_cmpmem (again, zm_frame_reading_encode (&reading, again), data, size);
}
