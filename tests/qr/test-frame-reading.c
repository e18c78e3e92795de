#include "app/qr/frame-reading.h"

#include <string.h>

/* Where things are in the bytes; see app/qr/frame-reading.c. */
#define MAGIC     8
#define N_CODES   12
#define N_MARKS   13
#define DARK      14
#define SHARPNESS 16
#define NOTHING   20
#define CODE      24
#define LENGTH    (CODE + 32)
#define TEXT      (CODE + 36)

static const ZmFrameReading sample = {
  .number = 41,
  .n_codes = 1,
  .codes = { { "ZM1:é", { { 0.25, 0.5 }, { 0.5, 0.5 }, { 0.5, 1 }, { 0, 1 } } } },
  .n_marks = 1,
  .marks = { { { 0.125, 0.75 }, 2.5 } },
  .dark = 20,
  .light = 200,
  .sharpness = 88,
};

static void
assert_same (const ZmFrameReading *a,
             const ZmFrameReading *b)
{
  g_assert_cmpuint (a->number, ==, b->number);
  g_assert_cmpuint (a->n_codes, ==, b->n_codes);
  for (guint i = 0; i < a->n_codes; i++)
    {
      g_assert_cmpstr (a->codes[i].text, ==, b->codes[i].text);
      for (guint k = 0; k < 4; k++)
        {
          g_assert_cmpfloat_with_epsilon (a->codes[i].corners[k].x, b->codes[i].corners[k].x, 1e-4);
          g_assert_cmpfloat_with_epsilon (a->codes[i].corners[k].y, b->codes[i].corners[k].y, 1e-4);
        }
    }
  g_assert_cmpuint (a->n_marks, ==, b->n_marks);
  for (guint i = 0; i < a->n_marks; i++)
    {
      g_assert_cmpfloat_with_epsilon (a->marks[i].centre.x, b->marks[i].centre.x, 1e-4);
      g_assert_cmpfloat_with_epsilon (a->marks[i].centre.y, b->marks[i].centre.y, 1e-4);
      g_assert_cmpfloat_with_epsilon (a->marks[i].module, b->marks[i].module, 1e-4);
    }
  g_assert_cmpuint (a->dark, ==, b->dark);
  g_assert_cmpuint (a->light, ==, b->light);
  g_assert_cmpuint (a->sharpness, ==, b->sharpness);
}

static void
assert_round_trip (const ZmFrameReading *reading)
{
  guint8 bytes[ZM_FRAME_READING_BYTES_MAX];
  gsize length = zm_frame_reading_encode (reading, bytes);
  ZmFrameReading again;

  g_assert_true (zm_frame_reading_decode (&again, bytes, length));
  assert_same (reading, &again);
}

static void
test_round_trip (void)
{
  static char texts[ZM_FRAME_READING_CODES_MAX][ZM_FRAME_READING_TEXT_MAX + 1];
  ZmFrameReading full = {
    .n_codes = ZM_FRAME_READING_CODES_MAX,
    .n_marks = ZM_FRAME_READING_MARKS_MAX,
  };
  const ZmFrameReading empty = { .number = G_MAXUINT64 };

  for (guint i = 0; i < ZM_FRAME_READING_CODES_MAX; i++)
    {
      memset (texts[i], 'a' + (int) i, ZM_FRAME_READING_TEXT_MAX);
      full.codes[i].text = texts[i];
    }
  assert_round_trip (&sample);
  assert_round_trip (&empty);
  assert_round_trip (&full);
}

/* zbar's corners may lie outside the frame. */
static void
test_corners_outside (void)
{
  ZmFrameReading reading = sample;
  guint8 bytes[ZM_FRAME_READING_BYTES_MAX];
  gsize length;
  ZmFrameReading again;

  reading.codes[0].corners[0].x = -0.1;
  reading.codes[0].corners[1].y = 1.2;
  length = zm_frame_reading_encode (&reading, bytes);
  g_assert_true (zm_frame_reading_decode (&again, bytes, length));
  g_assert_cmpfloat (again.codes[0].corners[0].x, ==, 0);
  g_assert_cmpfloat (again.codes[0].corners[1].y, ==, 1);
}

static void
test_lengths (void)
{
  guint8 bytes[ZM_FRAME_READING_BYTES_MAX] = { 0 };
  gsize length = zm_frame_reading_encode (&sample, bytes);
  ZmFrameReading reading;

  for (gsize i = 0; i <= length + 16; i++)
    {
      /* On the heap, where the sanitizer sees the end. */
      g_autofree guint8 *copy = g_memdup2 (bytes, i);

      g_assert_true (zm_frame_reading_decode (&reading, copy, i) == (i == length));
    }
}

static void
test_hostile_bytes (void)
{
  static const struct {
    const char *what;
    gsize       at;
    gsize       length;
    const char *bytes;
  } cases[] = {
    { "another word at the start", MAGIC, 1, "N" },
    { "nine codes", N_CODES, 1, "\x09" },
    { "255 codes", N_CODES, 1, "\xff" },
    { "no code where one is", N_CODES, 1, "\0" },
    { "thirteen marks", N_MARKS, 1, "\x0d" },
    { "two marks where one is", N_MARKS, 1, "\x02" },
    { "darker than light", DARK, 1, "\xff" },
    { "sharper than sharp", SHARPNESS, 1, "\x65" },
    { "something where nothing is", NOTHING, 1, "\x01" },
    { "a corner left of the frame", CODE, 4, "\xff\xff\xff\xff" },
    { "a corner far right of the frame", CODE, 4, "\x01\x00\x01\x00" },
    { "a text of 4 GiB", LENGTH, 4, "\xff\xff\xff\xff" },
    { "a text of 2 GiB", LENGTH, 4, "\xff\xff\xff\x7f" },
    { "a text beyond the end", LENGTH, 4, "\x00\x10\x00\x00" },
    { "no text", LENGTH, 4, "\0\0\0\0" },
    { "a text that is cut", LENGTH, 4, "\x05\0\0\0" },
    { "a text with a zero", TEXT, 1, "\0" },
    { "a text that is not UTF-8", TEXT, 1, "\xff" },
    { "a text without its end", TEXT + 6, 1, "x" },
    { "a module that is larger than a frame", TEXT + 7 + 8, 4, "\xff\xff\xff\xff" },
    { "a mark above the frame", TEXT + 7 + 4, 4, "\xff\xff\xff\xff" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 bytes[ZM_FRAME_READING_BYTES_MAX];
      gsize length = zm_frame_reading_encode (&sample, bytes);
      g_autofree guint8 *copy = g_memdup2 (bytes, length);
      ZmFrameReading reading;

      g_test_message ("%s", cases[i].what);
      memcpy (copy + cases[i].at, cases[i].bytes, cases[i].length);
      g_assert_false (zm_frame_reading_decode (&reading, copy, length));
    }
}

static void
test_repeated_text (void)
{
  ZmFrameReading reading = sample;
  guint8 bytes[ZM_FRAME_READING_BYTES_MAX];
  ZmFrameReading again;

  reading.n_codes = 2;
  reading.codes[1] = reading.codes[0];
  g_assert_false (zm_frame_reading_decode (&again, bytes, zm_frame_reading_encode (&reading,
                                                                                   bytes)));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frame-reading/round-trip", test_round_trip);
  g_test_add_func ("/frame-reading/corners-outside", test_corners_outside);
  g_test_add_func ("/frame-reading/lengths", test_lengths);
  g_test_add_func ("/frame-reading/hostile-bytes", test_hostile_bytes);
  g_test_add_func ("/frame-reading/repeated-text", test_repeated_text);

  return g_test_run ();
}
