#include "app/qr/picture.h"
#include "app/qr/reader-client.h"

#include "app/base/companion.h"
#include "app/base/error.h"

#include <glib/gstdio.h>
#include <string.h>

#define TICKET "ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRST:" \
               "ABCDEFGHIJKLMNOP"

/* Milliseconds; the first is for a reader that must not be waited for to the end. */
#define SHORT 300
#define LONG  60000

static const char *convert;

typedef struct {
  char           *directory;
  ZmReaderClient *client;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmReaderClient) usual = NULL;
  g_autofree char *program = NULL;

  fixture->directory = g_dir_make_tmp ("zm-reader-XXXXXX", &error);
  g_assert_no_error (error);
  usual = zm_reader_client_new (&error);
  g_assert_no_error (error);
  program = zm_companion_path ("zmonitor-reader", &error);
  g_assert_no_error (error);
  /* A sanitizer on a busy machine takes longer than a person would wait. */
  fixture->client = zm_reader_client_new_for_program (program, LONG);
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
  g_assert_finalize_object (fixture->client);
  g_free (fixture->directory);
}

static GBytes *
make_png (const char *text)
{
  g_autoptr(ZmQrCode) code = zm_qr_code_new (text, NULL);
  GBytes *file = zm_picture_encode_png (code, 4, NULL);

  g_assert_nonnull (file);
  return file;
}

static void
assert_reads (ZmReaderClient *client,
              GBytes         *picture,
              ZmReaderPass    pass,
              const char     *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = zm_reader_client_read (client, picture, pass, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_refuses (ZmReaderClient *client,
                GBytes         *picture,
                ZmErrorCode     code,
                const char     *check)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = zm_reader_client_read (client, picture, ZM_READER_THOROUGH, NULL, &error);

  g_assert_null (text);
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_true (zm_error_matches (error, code));
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *longest = g_strnfill (2331, 'x');
  const char *const texts[] = { "x", TICKET, "Zürich ✓ \"quoted\" \\ \n", longest };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GBytes) picture = make_png (texts[i]);

      assert_reads (fixture->client, picture, ZM_READER_THOROUGH, texts[i]);
      assert_reads (fixture->client, picture, ZM_READER_PLAIN, texts[i]);
    }
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GBytes) picture = make_png (TICKET);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  zm_reader_client_read_async (fixture->client, picture, ZM_READER_THOROUGH, NULL, done_cb,
                               &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  text = zm_reader_client_read_finish (fixture->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, TICKET);
  g_clear_object (&result);

  /* The last reference of the task is dropped after its callback. */
  while (G_OBJECT (fixture->client)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
}

/* Runs ImageMagick on our PNG of the ticket; operations are its words, separated by spaces. */
static GBytes *
spoil (Fixture    *fixture,
       const char *operations,
       const char *format)
{
  g_autoptr(GBytes) png = make_png (TICKET);
  g_autofree char *input = g_build_filename (fixture->directory, "ticket.png", NULL);
  g_autofree char *output = g_strdup_printf ("%s/spoilt.%s", fixture->directory, format);
  g_autofree char *command = g_strdup_printf ("%s %s -background white -seed 1 %s %s", convert,
                                              input, operations, output);
  g_autoptr(GError) error = NULL;
  int status = 0;
  char *content = NULL;
  gsize length = 0;

  g_assert_true (g_file_set_contents (input, g_bytes_get_data (png, NULL),
                                      (gssize) g_bytes_get_size (png), &error));
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_get_contents (output, &content, &length, &error));

  return g_bytes_new_take (content, length);
}

static void
test_spoilt_pictures (Fixture       *fixture,
                      gconstpointer  data)
{
  static const struct {
    const char *operations;
    const char *format;
  } cases[] = {
    { "", "jpg" },
    { "-quality 10", "jpg" },
    { "-interlace Plane", "jpg" },
    { "-rotate 17", "png" },
    { "-rotate 180", "jpg" },
    { "-blur 0x2", "png" },
    { "-motion-blur 0x6+30", "png" },
    { "-resize 35%", "png" },
    { "-rotate 12 -resize 40%", "png" },
    { "+level 45%,55%", "png" },
    { "-negate", "png" },
    { "-attenuate 3 +noise gaussian", "png" },
    { "-resize 2000% -attenuate 3 +noise gaussian", "jpg" },
    { "-resize 200% -blur 0x3 -attenuate 1 +noise gaussian -rotate 20", "jpg" },
    { "-distort Perspective '0,0,20,10 196,0,180,20 196,196,190,185 0,196,5,190'", "png" },
    { "-alpha set -transparent white", "png" },
    { "-depth 16 -interlace PNG", "png" },
    { "-colors 2 -type palette", "png" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) picture = spoil (fixture, cases[i].operations, cases[i].format);

      g_test_message ("%s %s", cases[i].operations, cases[i].format);
      assert_reads (fixture->client, picture, ZM_READER_THOROUGH, TICKET);
    }
}

static void
test_single_passes (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GBytes) negative = spoil (fixture, "-negate", "png");
  g_autoptr(GBytes) noisy = spoil (fixture, "-attenuate 5 +noise gaussian", "png");
  g_autoptr(GError) error = NULL;

  assert_reads (fixture->client, negative, ZM_READER_INVERT, TICKET);
  assert_reads (fixture->client, noisy, ZM_READER_BLUR, TICKET);
  g_assert_null (zm_reader_client_read (fixture->client, negative, ZM_READER_PLAIN, NULL, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "reader.no-code");
}

static void
test_two_codes (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GBytes) other = make_png ("another code");
  g_autofree char *path = g_build_filename (fixture->directory, "other.png", NULL);
  g_autofree char *operations = g_strdup_printf ("%s +append", path);
  g_autoptr(GBytes) picture = NULL;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (other, NULL),
                                      (gssize) g_bytes_get_size (other), NULL));
  picture = spoil (fixture, operations, "png");
  assert_refuses (fixture->client, picture, ZM_ERROR_REFUSED, "reader.several-codes");
}

static void
test_camera_frame (Fixture       *fixture,
                   gconstpointer  data)
{
  const guint width = 1280;
  const guint height = 720;
  g_autoptr(ZmQrCode) code = zm_qr_code_new (TICKET, NULL);
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height);
  g_autoptr(GBytes) frame = NULL;
  gint64 start;

  for (guint i = 0; i < width * height; i++)
    pixels[i] = zm_qr_code_is_dark (code, (int) (i % width / 6) - 50, (int) (i / width / 6) - 20)
                  ? 40
                  : 200;
  frame = zm_picture_encode_grey (pixels, width, height, width);

  start = g_get_monotonic_time ();
  assert_reads (fixture->client, frame, ZM_READER_PLAIN, TICKET);
  g_test_message ("a 720p frame took %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
}

static void
test_no_code (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GBytes) white = spoil (fixture, "-fill white -colorize 100", "png");
  g_autoptr(GBytes) largest = spoil (fixture, "-fill white -colorize 100 -resize 6300x6300! "
                                              "-type TrueColor -sampling-factor 4:4:4 "
                                              "-interlace Plane", "jpg");

  assert_refuses (fixture->client, white, ZM_ERROR_NOT_FOUND, "reader.no-code");
  assert_refuses (fixture->client, largest, ZM_ERROR_NOT_FOUND, "reader.no-code");
}

static void
test_no_picture (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GBytes) png = make_png (TICKET);
  g_autoptr(GBytes) truncated = g_bytes_new_from_bytes (png, 0, g_bytes_get_size (png) / 2);
  g_autoptr(GBytes) text = g_bytes_new_static (TICKET, strlen (TICKET));
  g_autoptr(GBytes) garbage = g_bytes_new_static ("\xff\xd8\xff\xdb" "garbage", 11);
  g_autoptr(GBytes) empty = g_bytes_new_static ("", 0);
  g_autofree char *zeros = g_malloc0 (17 * 1024 * 1024);
  g_autoptr(GBytes) large = g_bytes_new (zeros, 17 * 1024 * 1024);
  g_autoptr(GBytes) full = g_bytes_new (zeros, ZM_READER_CLIENT_PICTURE_MAX);
  g_autoptr(GBytes) wide = spoil (fixture, "-resize 10001x1!", "png");
  GBytes *const refused[] = { truncated, text, garbage, empty, large, full, wide };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refuses (fixture->client, refused[i], ZM_ERROR_INVALID, "reader.picture");
}

static ZmReaderClient *
make_faulty (Fixture    *fixture,
             const char *script,
             int         timeout)
{
  g_autofree char *path = g_build_filename (fixture->directory, "faulty", NULL);
  g_autofree char *content = g_strdup_printf ("#!/bin/sh\n%s\n", script);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);

  return zm_reader_client_new_for_program (path, timeout);
}

/* However a reader that was taken over or broke behaves, the client says so and goes on. Each has
 * a picture to swallow that does not fit into the socket's buffer. */
static void
test_faulty_readers (Fixture       *fixture,
                     gconstpointer  data)
{
  static const struct {
    const char *script;
    const char *check;
  } cases[] = {
    { "kill -SEGV $$", "reader.crashed" },
    { "exit 0", "reader.crashed" },
    { "cat >/dev/null; exit 1", "reader.crashed" },
    { "cat >/dev/null; echo nonsense", "reader.crashed" },
    { "cat >/dev/null; printf '{\"codes\":[\"cut'; kill -ABRT $$", "reader.crashed" },
    { "exec yes", "reader.crashed" },
    { "exec yes <&-", "reader.crashed" },
    { "cat >/dev/null; exec sleep 60", "reader.timeout" },
    { "exec sleep 60", "reader.timeout" },
    { "exec sleep 60 <&-", "reader.timeout" },
    { "while :; do printf x; sleep 0.05; done", "reader.timeout" },
  };
  g_autofree char *zeros = g_malloc0 (ZM_READER_CLIENT_PICTURE_MAX);
  g_autoptr(GBytes) picture = g_bytes_new (zeros, ZM_READER_CLIENT_PICTURE_MAX);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean hangs = g_str_equal (cases[i].check, "reader.timeout");
      g_autoptr(ZmReaderClient) client = make_faulty (fixture, cases[i].script,
                                                      hangs ? SHORT : LONG);

      g_test_message ("%s", cases[i].script);
      assert_refuses (client, picture, hangs ? ZM_ERROR_UNAVAILABLE : ZM_ERROR_INTERNAL,
                      cases[i].check);
    }
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(ZmReaderClient) client = make_faulty (fixture, "exec sleep 60", LONG);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GBytes) picture = make_png (TICKET);
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (zm_reader_client_read (client, picture, ZM_READER_PLAIN, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_not_there (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "nothing", NULL);
  g_autoptr(ZmReaderClient) client = zm_reader_client_new_for_program (path, LONG);
  g_autoptr(GBytes) picture = make_png (TICKET);

  assert_refuses (client, picture, ZM_ERROR_INTERNAL, "reader.start");
}

#define ADD(name, function) \
  g_test_add ("/reader-client/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  convert = argv[1];

  ADD ("round-trip", test_round_trip);
  ADD ("async", test_async);
  ADD ("spoilt-pictures", test_spoilt_pictures);
  ADD ("single-passes", test_single_passes);
  ADD ("two-codes", test_two_codes);
  ADD ("camera-frame", test_camera_frame);
  ADD ("no-code", test_no_code);
  ADD ("no-picture", test_no_picture);
  ADD ("faulty-readers", test_faulty_readers);
  ADD ("cancelled", test_cancelled);
  ADD ("not-there", test_not_there);

  return g_test_run ();
}
