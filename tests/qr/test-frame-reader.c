#include "app/qr/frame-reader.h"

#include "app/base/companion.h"
#include "app/base/confine.h"
#include "tests/qr/degrade.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TICKET "ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRST:" \
               "ABCDEFGHIJKLMNOP"

/* Milliseconds; the first is for a reader that must not be waited for to the end. */
#define SHORT 300
#define LONG  60000

#define WIDTH    640
#define HEIGHT   480
#define DEADLINE (60 * G_USEC_PER_SEC)

typedef struct {
  char           *directory;
  char           *program;
  ZmFrameReader  *reader;
  guint8         *pixels;
  guint           readings;
  guint           misses;
  guint64         number; /* of the last frame that was read or missed */
  GPtrArray      *texts;  /* of the last reading */
  ZmFrameReading  last;   /* without texts */
  gboolean        offer_when_missed;
  gboolean        was_taken;
} Fixture;

static void
reading_cb (ZmFrameReader        *reader,
            const ZmFrameReading *reading,
            Fixture              *fixture)
{
  fixture->readings++;
  fixture->number = reading->number;
  fixture->last = *reading;
  g_ptr_array_set_size (fixture->texts, 0);
  for (guint i = 0; i < reading->n_codes; i++)
    g_ptr_array_add (fixture->texts, g_strdup (reading->codes[i].text));
}

static gboolean
offer (Fixture *fixture,
       guint64  number)
{
  return zm_frame_reader_offer (fixture->reader, fixture->pixels, WIDTH, HEIGHT, WIDTH, number);
}

static void
missed_cb (ZmFrameReader *reader,
           guint64        number,
           Fixture       *fixture)
{
  fixture->misses++;
  fixture->number = number;
  if (fixture->offer_when_missed)
    fixture->was_taken = offer (fixture, number + 1);
}

static void
use_program (Fixture    *fixture,
             const char *program,
             int         timeout)
{
  g_autoptr(GError) error = NULL;

  g_clear_object (&fixture->reader);
  fixture->reader = zm_frame_reader_new_for_program (program, timeout, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->reader, "reading", G_CALLBACK (reading_cb), fixture);
  g_signal_connect (fixture->reader, "missed", G_CALLBACK (missed_cb), fixture);
  fixture->readings = 0;
  fixture->misses = 0;
}

/* script has no arguments and only the default search path. */
static void
use_script (Fixture    *fixture,
            const char *script,
            int         timeout)
{
  g_autofree char *path = g_build_filename (fixture->directory, "faulty", NULL);
  g_autofree char *content = g_strdup_printf ("#!/bin/sh\n%s\n", script);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  use_program (fixture, path, timeout);
}

static void
draw (Fixture           *fixture,
      const char *const *texts)
{
  Degrade how;

  degrade_init (&how);
  how.width = WIDTH;
  how.height = HEIGHT;
  how.module = 4;
  degrade_grey (&how, texts, 0, fixture->pixels);
}

static void
draw_ticket (Fixture *fixture)
{
  static const char *const texts[] = { TICKET, NULL };

  draw (fixture, texts);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("zm-frame-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->program = zm_companion_path ("zmonitor-reader", &error);
  g_assert_no_error (error);
  fixture->texts = g_ptr_array_new_with_free_func (g_free);
  fixture->pixels = g_malloc0 (WIDTH * HEIGHT);
  draw_ticket (fixture);
  use_program (fixture, fixture->program, LONG);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GDir) directory = g_dir_open (fixture->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  if (fixture->reader != NULL)
    g_assert_finalize_object (fixture->reader);
  g_ptr_array_unref (fixture->texts);
  g_free (fixture->directory);
  g_free (fixture->program);
  g_free (fixture->pixels);
}

/* What is waited for comes from another process: the loop must not sleep for good if it never does. */
static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

#define WAIT_FOR(condition)                                  \
  G_STMT_START                                               \
  {                                                          \
    gint64 end = g_get_monotonic_time () + DEADLINE;         \
    guint wake = g_timeout_add (50, wake_cb, NULL);          \
                                                             \
    while (!(condition))                                     \
      {                                                      \
        g_assert_cmpint (g_get_monotonic_time (), <, end);   \
        g_main_context_iteration (NULL, TRUE);               \
      }                                                      \
    g_source_remove (wake);                                  \
  }                                                          \
  G_STMT_END

static void
read_frame (Fixture *fixture,
            guint64  number)
{
  guint before = fixture->readings;

  WAIT_FOR (offer (fixture, number));
  WAIT_FOR (fixture->readings > before);
  g_assert_cmpuint (fixture->number, ==, number);
}

static ZmFrameReaderCounts
get_counts (Fixture *fixture)
{
  ZmFrameReaderCounts counts;

  zm_frame_reader_get_counts (fixture->reader, &counts);
  return counts;
}

/* Pixels that a corner may be off. */
static void
assert_corner (const ZmFrameCode *code,
               double             x,
               double             y)
{
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < G_N_ELEMENTS (code->corners); i++)
    nearest = MIN (nearest, MAX (ABS (code->corners[i].x * WIDTH - x),
                                 ABS (code->corners[i].y * HEIGHT - y)));
  g_assert_cmpfloat (nearest, <, 5);
}

static void
test_reads (Fixture       *fixture,
            gconstpointer  data)
{
  read_frame (fixture, 41);
  g_assert_cmpuint (fixture->texts->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->texts, 0), ==, TICKET);
  g_assert_cmpuint (fixture->last.n_marks, ==, 0);
  g_assert_cmpuint (fixture->last.dark, <, fixture->last.light);
  g_assert_cmpuint (fixture->last.sharpness, >, 30);

  /* 41 modules of 4 pixels in the middle of the frame. */
  assert_corner (&fixture->last.codes[0], WIDTH / 2 - 82, HEIGHT / 2 - 82);
  assert_corner (&fixture->last.codes[0], WIDTH / 2 + 82, HEIGHT / 2 - 82);
  assert_corner (&fixture->last.codes[0], WIDTH / 2 + 82, HEIGHT / 2 + 82);
  assert_corner (&fixture->last.codes[0], WIDTH / 2 - 82, HEIGHT / 2 + 82);

  g_assert_cmpuint (get_counts (fixture).read, ==, 1);
  g_assert_cmpuint (get_counts (fixture).missed, ==, 0);
  g_assert_cmpuint (get_counts (fixture).restarts, ==, 0);
}

static void
test_rows_with_padding (Fixture       *fixture,
                        gconstpointer  data)
{
  const gsize stride = WIDTH + 17;
  g_autofree guint8 *padded = g_malloc (stride * HEIGHT);

  memset (padded, 0xaa, stride * HEIGHT);
  for (guint y = 0; y < HEIGHT; y++)
    memcpy (padded + y * stride, fixture->pixels + y * WIDTH, WIDTH);
  WAIT_FOR (zm_frame_reader_offer (fixture->reader, padded, WIDTH, HEIGHT, stride, 1));
  WAIT_FOR (fixture->readings == 1);
  g_assert_cmpuint (fixture->texts->len, ==, 1);
}

static void
test_two_codes (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const texts[] = { "ZM1:first", "ZM1:the other", NULL };
  gboolean first_is_left;

  draw (fixture, texts);
  read_frame (fixture, 1);
  g_assert_cmpuint (fixture->texts->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (fixture->texts, texts[0], g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (fixture->texts, texts[1], g_str_equal, NULL));

  first_is_left = g_str_equal (g_ptr_array_index (fixture->texts, 0), texts[0]);
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < 4; k++)
      g_assert_true ((fixture->last.codes[i].corners[k].x < 0.5) == ((i == 0) == first_is_left));
}

/* A code that no way of looking reads, since its middle is covered. */
static void
test_marks (Fixture       *fixture,
            gconstpointer  data)
{
  for (guint y = HEIGHT / 2 - 40; y < HEIGHT / 2 + 70; y++)
    memset (fixture->pixels + y * WIDTH + WIDTH / 2 - 40, 128, 110);
  read_frame (fixture, 1);
  g_assert_cmpuint (fixture->texts->len, ==, 0);
  g_assert_cmpuint (fixture->last.n_marks, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (fixture->last.marks[i].module, 4, 0.5);
}

static void
test_empty_desk (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char *const nothing[] = { NULL };

  draw (fixture, nothing);
  read_frame (fixture, 1);
  g_assert_cmpuint (fixture->texts->len, ==, 0);
  g_assert_cmpuint (fixture->last.n_marks, ==, 0);

  memset (fixture->pixels, 3, WIDTH * HEIGHT);
  read_frame (fixture, 2);
  g_assert_cmpuint (fixture->last.light, ==, 3);
}

static void
test_inverted (Fixture       *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    fixture->pixels[i] = (guint8) (255 - fixture->pixels[i]);
  read_frame (fixture, 1);
  g_assert_cmpuint (fixture->texts->len, ==, 1);
}

static void
test_hostile_sizes (Fixture       *fixture,
                    gconstpointer  data)
{
  static const struct {
    guint width;
    guint height;
    gsize stride;
  } cases[] = {
    { 0, 0, 0 }, { 31, 480, 640 }, { 640, 31, 640 }, { 4097, 32, 4097 }, { 4096, 4096, 4096 },
    { G_MAXUINT, 480, G_MAXUINT }, { 640, G_MAXUINT, 640 }, { 65536, 65536, 65536 },
    { 640, 480, 639 }, { 640, 480, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_false (zm_frame_reader_offer (fixture->reader, fixture->pixels, cases[i].width,
                                           cases[i].height, cases[i].stride, 1));
  read_frame (fixture, 1);
}

static void
test_newest_wins (Fixture       *fixture,
                  gconstpointer  data)
{
  g_assert_true (offer (fixture, 1));
  g_assert_false (offer (fixture, 2));
  g_assert_false (offer (fixture, 3));
  WAIT_FOR (fixture->readings == 1);
  g_assert_cmpuint (fixture->number, ==, 1);
  read_frame (fixture, 4);
}

static guint
count_descriptors (void)
{
  g_autoptr(GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (directory) != NULL)
    count++;

  return count;
}

/* Whatever the process does with a frame, that frame is missed and the next process is asked. */
static void
test_faulty_programs (Fixture       *fixture,
                      gconstpointer  data)
{
  static const struct {
    const char *script;
    gboolean    hangs;
  } cases[] = {
    { "head -c 24 >/dev/null; kill -SEGV $$", FALSE },
    { "head -c 24 >/dev/null; exit 0", FALSE },
    { "head -c 24 >/dev/null; echo nonsense; exec sleep 60", FALSE },
    { "exec cat", FALSE },
    { "exec yes", FALSE },
    { "head -c 24 >/dev/null; exec cat /dev/zero", FALSE },
    { "head -c 24 >/dev/null; head -c 100000 /dev/zero; exec sleep 60", FALSE },
    /* Eight codes, and one with a text of 4 GiB. */
    { "head -c 24 >/dev/null; printf '\\7\\0\\0\\0\\0\\0\\0\\0MZF1\\10\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0';"
      "exec sleep 60", FALSE },
    { "head -c 24 >/dev/null; printf '\\7\\0\\0\\0\\0\\0\\0\\0MZF1\\1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0"
      "\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0"
      "\\377\\377\\377\\377text'; exec sleep 60", FALSE },
    /* A good answer to a frame that nobody asked about. */
    { "head -c 24 >/dev/null; printf '\\6\\0\\0\\0\\0\\0\\0\\0MZF1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0';"
      "exec sleep 60", FALSE },
    { "exec sleep 60", TRUE },
    { "exec sleep 60 <&- >&-", TRUE },
    { "head -c 24 >/dev/null; exec sleep 60", TRUE },
  };

  guint descriptors;

  g_clear_object (&fixture->reader);
  descriptors = count_descriptors ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].script);
      use_script (fixture, cases[i].script, cases[i].hangs ? SHORT : LONG);
      WAIT_FOR (offer (fixture, 7) || fixture->misses > 0);
      WAIT_FOR (fixture->misses > 0);
      g_assert_cmpuint (fixture->number, ==, 7);
      WAIT_FOR (get_counts (fixture).restarts > 0);
      WAIT_FOR (offer (fixture, 8) || fixture->misses > 1);
      WAIT_FOR (fixture->misses > 1);
      g_assert_cmpuint (get_counts (fixture).read, ==, 0);
      g_clear_object (&fixture->reader);
      /* GLib closes what it watches a dead process with when it has seen its end. */
      WAIT_FOR (count_descriptors () <= descriptors);
    }
}

/* What only the parent's own judgement tells apart: the same answer to the right frame is taken. */
static void
test_good_answer (Fixture       *fixture,
                  gconstpointer  data)
{
  use_script (fixture,
              "head -c 24 >/dev/null; printf '\\7\\0\\0\\0\\0\\0\\0\\0MZF1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0';"
              "exec sleep 60", LONG);
  read_frame (fixture, 7);
  g_assert_cmpuint (get_counts (fixture).missed, ==, 0);
}

static void
test_recovers (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *flag = g_build_filename (fixture->directory, "flag", NULL);
  g_autofree char *script = g_strdup_printf ("[ -e %s ] && exec %s live\n"
                                             "head -c 24 >/dev/null; : >%s; kill -SEGV $$",
                                             flag, fixture->program, flag);

  use_script (fixture, script, LONG);
  fixture->offer_when_missed = TRUE;
  fixture->was_taken = TRUE;
  WAIT_FOR (offer (fixture, 1));
  WAIT_FOR (fixture->misses == 1);
  g_assert_false (fixture->was_taken);

  read_frame (fixture, 2);
  g_assert_cmpuint (fixture->texts->len, ==, 1);
  g_assert_cmpuint (get_counts (fixture).read, ==, 1);
  g_assert_cmpuint (get_counts (fixture).missed, ==, 1);
  g_assert_cmpuint (get_counts (fixture).restarts, ==, 1);
}

/* The pauses get longer: the number of starts grows with the logarithm of the time. */
static void
test_backs_off (Fixture       *fixture,
                gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();
  double elapsed;
  guint allowed = 4;

  use_script (fixture, "exit 0", LONG);
  WAIT_FOR (get_counts (fixture).restarts >= 6);
  elapsed = (double) (g_get_monotonic_time () - start) / 1000;
  for (double pause = 50, total = 50; total <= elapsed; pause *= 2, total += pause)
    allowed++;
  g_assert_cmpuint (get_counts (fixture).restarts, <=, allowed);
}

static void
test_not_there (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "nothing", NULL);

  use_program (fixture, path, LONG);
  g_assert_false (offer (fixture, 1));
  WAIT_FOR (get_counts (fixture).restarts >= 2);
  g_assert_false (offer (fixture, 2));
}

static pid_t
child_of (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", getpid ());
  g_autofree char *children = NULL;

  g_assert_true (g_file_get_contents (path, &children, NULL, NULL));
  return (pid_t) atoi (children);
}

static void
test_killed_from_outside (Fixture       *fixture,
                          gconstpointer  data)
{
  read_frame (fixture, 1);
  g_assert_cmpint (kill (child_of (), SIGKILL), ==, 0);
  WAIT_FOR (get_counts (fixture).restarts == 1);
  read_frame (fixture, 2);
  g_assert_cmpuint (get_counts (fixture).missed, ==, 0);
}

static guint64
memory_of (pid_t process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", process);
  g_autofree char *pages = NULL;
  guint64 size = 0;
  guint64 resident = 0;

  g_assert_true (g_file_get_contents (path, &pages, NULL, NULL));
  g_assert_cmpint (sscanf (pages, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &size, &resident), ==,
                   2);
  return resident * 4096;
}

static void
test_thousand_frames (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char *const nothing[] = { NULL };
  guint descriptors;
  guint64 memory;

  for (guint64 number = 0; number < 100; number++)
    read_frame (fixture, number);
  descriptors = count_descriptors ();
  memory = memory_of (child_of ());
  for (guint64 number = 100; number < 1000; number++)
    {
      if (number % 50 == 0)
        draw (fixture, nothing);
      if (number % 50 == 25)
        draw_ticket (fixture);
      read_frame (fixture, number);
    }

  g_assert_cmpuint (count_descriptors (), ==, descriptors);
  if (!ZM_CONFINE_IS_SANITIZED)
    g_assert_cmpuint (memory_of (child_of ()), <, memory + 8 * 1024 * 1024);
  g_assert_cmpuint (get_counts (fixture).read, ==, 1000);
  g_assert_cmpuint (get_counts (fixture).missed, ==, 0);
  g_assert_cmpuint (get_counts (fixture).restarts, ==, 0);
}

static gpointer
feed_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  for (guint64 number = 1; number <= 20; number++)
    {
      while (!offer (fixture, number))
        g_usleep (1000);
    }

  return NULL;
}

static void
test_other_thread (Fixture       *fixture,
                   gconstpointer  data)
{
  GThread *thread = g_thread_new ("camera", feed_cb, fixture);

  WAIT_FOR (fixture->readings == 20);
  g_thread_join (thread);
  g_assert_cmpuint (fixture->number, ==, 20);
}

static void
drop_cb (ZmFrameReader        *reader,
         const ZmFrameReading *reading,
         Fixture              *fixture)
{
  g_clear_object (&fixture->reader);
}

static void
test_dropped_in_a_handler (Fixture       *fixture,
                           gconstpointer  data)
{
  g_signal_connect (fixture->reader, "reading", G_CALLBACK (drop_cb), fixture);
  g_assert_true (offer (fixture, 1));
  WAIT_FOR (fixture->reader == NULL);
}

#define ADD(name, function) \
  g_test_add ("/frame-reader/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("reads", test_reads);
  ADD ("rows-with-padding", test_rows_with_padding);
  ADD ("two-codes", test_two_codes);
  ADD ("marks", test_marks);
  ADD ("empty-desk", test_empty_desk);
  ADD ("inverted", test_inverted);
  ADD ("hostile-sizes", test_hostile_sizes);
  ADD ("newest-wins", test_newest_wins);
  ADD ("faulty-programs", test_faulty_programs);
  ADD ("good-answer", test_good_answer);
  ADD ("recovers", test_recovers);
  ADD ("backs-off", test_backs_off);
  ADD ("not-there", test_not_there);
  ADD ("killed-from-outside", test_killed_from_outside);
  ADD ("thousand-frames", test_thousand_frames);
  ADD ("other-thread", test_other_thread);
  ADD ("dropped-in-a-handler", test_dropped_in_a_handler);

  return g_test_run ();
}
