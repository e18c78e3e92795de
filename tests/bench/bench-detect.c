#include "app/qr/frame-reader.h"
#include "app/reader/scanner.h"
#include "tests/qr/degrade-table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* bench-detect TRIALS ROUNDS: what our reader of live frames reads, beside one plain pass of zbar
 * over each of the same frames. Writes lines of words between tabs:
 *
 *   rate NAME typical|hard OURS PLAIN TRIALS    how many were read within FRAMES frames
 *   time OURS PLAIN                             ms from the first sharp frame to the text */

#define FRAMES   6
#define BLURRED  5  /* frames before the first sharp one */
#define SHARP    10
#define INTERVAL 33333 /* microseconds between two frames */

/* One reader for all rows, as a desk has one for all scans. */
typedef struct {
  ZmFrameReader *reader;
  gboolean       done; /* with the frame that was offered */
  const char    *text; /* to wait for */
  gboolean       read;
  gint64         when; /* it was */
} Ours;

static void
reading_cb (ZmFrameReader        *reader,
            const ZmFrameReading *reading,
            Ours                 *ours)
{
  ours->done = TRUE;
  for (guint i = 0; i < reading->n_codes; i++)
    {
      if (ours->read || g_strcmp0 (reading->codes[i].text, ours->text) != 0)
        continue;
      ours->read = TRUE;
      ours->when = g_get_monotonic_time ();
    }
}

static void
missed_cb (ZmFrameReader *reader,
           guint64        number,
           Ours          *ours)
{
  ours->done = TRUE;
}

static void
ours_init (Ours *ours)
{
  g_autoptr(GError) error = NULL;

  *ours = (Ours) { .reader = zm_frame_reader_new (&error) };
  g_assert_no_error (error);
  g_signal_connect (ours->reader, "reading", G_CALLBACK (reading_cb), ours);
  g_signal_connect (ours->reader, "missed", G_CALLBACK (missed_cb), ours);
}

static gboolean
ours_offer (Ours         *ours,
            const guint8 *pixels)
{
  return zm_frame_reader_offer (ours->reader, pixels, 1280, 720, 1280, 0);
}

static gboolean
ours_reads (Ours         *ours,
            const guint8 *pixels)
{
  ours->done = FALSE;
  while (!ours_offer (ours, pixels))
    g_main_context_iteration (NULL, TRUE);
  while (!ours->done)
    g_main_context_iteration (NULL, TRUE);

  return ours->read;
}

static gboolean
plain_reads (ZmScanner    *scanner,
             const guint8 *pixels,
             const char   *text)
{
  const ZmGrey picture = { 1280, 720, (guint8 *) pixels };
  g_autofree ZmScannerCode *codes = g_new (ZmScannerCode, ZM_SCANNER_CODES_MAX);
  guint count = zm_scanner_find (scanner, &picture, codes, 0);

  for (guint i = 0; i < count; i++)
    {
      if (g_str_equal (codes[i].text, text))
        return TRUE;
    }

  return FALSE;
}

/* Another device, code, key and nonce in each trial. */
static char *
make_ticket (guint32 seed)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  GRand *random = g_rand_new_with_seed (seed);
  GString *text = g_string_new (NULL);

  g_string_printf (text, "ZM1:DEV-%03d:", g_rand_int_range (random, 0, 1000));
  for (int i = 0; i < 4; i++)
    g_string_append_c (text, letters[g_rand_int_range (random, 0, 26)]);
  g_string_append_printf (text, "-%04d:", g_rand_int_range (random, 0, 10000));
  for (int i = 0; i < 52; i++)
    g_string_append_c (text, letters[g_rand_int_range (random, 0, 32)]);
  g_string_append_c (text, ':');
  for (int i = 0; i < 16; i++)
    g_string_append_c (text, letters[g_rand_int_range (random, 0, 32)]);
  g_rand_free (random);

  return g_string_free (text, FALSE);
}

static void
try_row (const DegradeRow *row,
         Ours             *ours,
         ZmScanner        *scanner,
         int               trials)
{
  g_autofree guint8 *pixels = g_malloc (1280 * 720);
  int by_us = 0;
  int by_plain = 0;
  Degrade how;

  degrade_table_apply (row, &how);
  for (int trial = 0; trial < trials; trial++)
    {
      g_autofree char *text = make_ticket ((guint32) trial);
      const char *const texts[] = { text, NULL };
      gboolean plain = FALSE;

      ours->text = text;
      ours->read = FALSE;
      how.seed = (guint32) trial;
      for (guint frame = 0; frame < FRAMES && !(ours->read && plain); frame++)
        {
          degrade_grey (&how, texts, frame, pixels);
          if (!ours->read)
            ours_reads (ours, pixels);
          plain = plain || plain_reads (scanner, pixels, text);
        }
      by_us += ours->read;
      by_plain += plain;
    }

  printf ("rate\t%s\t%s\t%d\t%d\t%d\n", row->name, row->typical ? "typical" : "hard", by_us,
          by_plain, trials);
  fflush (stdout);
}

/* A device that is brought before the camera and held still. */
static GPtrArray *
make_film (const char *text)
{
  GPtrArray *film = g_ptr_array_new_with_free_func (g_free);
  const char *const texts[] = { text, NULL };
  Degrade how;

  degrade_init (&how);
  how.noise = 6;
  how.rotation = 6;
  for (guint frame = 0; frame < BLURRED + SHARP; frame++)
    {
      guint8 *pixels = g_malloc (1280 * 720);

      how.blur = frame < BLURRED ? 4 : 1;
      how.motion = frame < BLURRED ? 15 : 0;
      degrade_grey (&how, texts, frame, pixels);
      g_ptr_array_add (film, pixels);
    }

  return film;
}

/* A camera does not wait: whoever is busy does not see the frame. */
static double
play_to_us (Ours       *ours,
            GPtrArray  *film,
            const char *text)
{
  gint64 start = g_get_monotonic_time ();
  gint64 sharp = start + BLURRED * INTERVAL;

  ours->text = text;
  ours->read = FALSE;
  for (guint frame = 0; !ours->read; frame++)
    {
      (void) ours_offer (ours, g_ptr_array_index (film, MIN (frame, film->len - 1)));
      while (!ours->read && g_get_monotonic_time () < start + (frame + 1) * INTERVAL)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (200);
        }
    }

  return (double) (ours->when - sharp) / 1000;
}

static double
play_to_plain (ZmScanner  *scanner,
               GPtrArray  *film,
               const char *text)
{
  gint64 start = g_get_monotonic_time ();
  gint64 sharp = start + BLURRED * INTERVAL;
  gboolean read = FALSE;

  while (!read)
    {
      gint64 frame = (g_get_monotonic_time () - start) / INTERVAL;

      read = plain_reads (scanner, g_ptr_array_index (film, MIN (frame, film->len - 1)), text);
      while (!read && (g_get_monotonic_time () - start) / INTERVAL == frame)
        g_usleep (200);
    }

  return (double) (g_get_monotonic_time () - sharp) / 1000;
}

static void
try_time (Ours      *ours,
          ZmScanner *scanner,
          guint32    seed)
{
  g_autofree char *text = make_ticket (seed);
  g_autoptr(GPtrArray) film = make_film (text);
  double by_us = play_to_us (ours, film, text);

  printf ("time\t%.2f\t%.2f\n", by_us, play_to_plain (scanner, film, text));
  fflush (stdout);
}

int
main (int   argc,
      char *argv[])
{
  int trials = argc == 3 ? atoi (argv[1]) : 1;
  int rounds = argc == 3 ? atoi (argv[2]) : 1;
  g_autoptr(ZmScanner) scanner = zm_scanner_new ();
  Ours ours;

  ours_init (&ours);
  for (gsize i = 0; i < degrade_table_length (); i++)
    try_row (degrade_table_get (i), &ours, scanner, trials);
  for (int round = 0; round < rounds; round++)
    try_time (&ours, scanner, (guint32) round);
  g_object_unref (ours.reader);

  return 0;
}
