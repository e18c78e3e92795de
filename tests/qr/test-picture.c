#include "app/qr/picture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define TICKET "ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRST:" \
               "ABCDEFGHIJKLMNOP"

static const char *zbarimg;

static char *
read_with_zbarimg (GBytes *file)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("zm-picture-XXXXXX", &error);
  g_autofree char *path = g_build_filename (directory, "code.png", NULL);
  const char *argv[] = { zbarimg, "--quiet", "--raw", "--nodbus", path, NULL };
  char *output = NULL;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (file, NULL),
                                      (gssize) g_bytes_get_size (file), &error));
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                               &output, NULL, NULL, &error));
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (directory);

  return g_strchomp (output);
}

/* A reader of other people's making. */
static void
test_is_read_by_zbarimg (void)
{
  static const guint scales[] = { 2, 4, 11 };

  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr(ZmQrCode) code = zm_qr_code_new (TICKET, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) file = zm_picture_encode_png (code, scales[i], &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = read_with_zbarimg (file);
      g_assert_cmpstr (text, ==, TICKET);
    }
}

static void
test_size (void)
{
  g_autoptr(ZmQrCode) code = zm_qr_code_new ("hello", NULL);
  g_autoptr(GBytes) file = zm_picture_encode_png (code, ZM_PICTURE_SCALE_MAX, NULL);
  const guint8 *data = g_bytes_get_data (file, NULL);
  guint32 side = (21 + 2 * ZM_QR_CODE_QUIET_ZONE) * ZM_PICTURE_SCALE_MAX;
  guint32 width;

  memcpy (&width, data + 16, sizeof width);
  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpuint (GUINT32_FROM_BE (width), ==, side);
}

static void
test_grey (void)
{
  static const guint8 pixels[] = { 1, 2, 99, 3, 4 };
  g_autoptr(GBytes) file = zm_picture_encode_grey (pixels, 2, 2, 3);

  g_assert_cmpmem (g_bytes_get_data (file, NULL), g_bytes_get_size (file),
                   "P5\n2 2\n255\n\1\2\3\4", 15);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  zbarimg = argv[1];

  g_test_add_func ("/picture/zbarimg", test_is_read_by_zbarimg);
  g_test_add_func ("/picture/size", test_size);
  g_test_add_func ("/picture/grey", test_grey);

  return g_test_run ();
}
