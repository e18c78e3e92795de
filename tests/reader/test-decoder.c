#include "app/reader/decoder.h"

#include "app/base/error.h"
#include "app/qr/picture.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include <jpeglib.h>

#define SIDE 32

static void
assert_refused (GBytes *file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmGrey) picture = zm_decoder_decode (file, &error);

  g_assert_null (picture);
  g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
  g_assert_cmpstr (zm_error_get_check (error), ==, "reader.picture");
}

static void
assert_refused_text (const char *text,
                     gsize       length)
{
  g_autoptr(GBytes) file = g_bytes_new (text, length);

  assert_refused (file);
}

static GBytes *
make_png (ZmQrCode **code)
{
  GBytes *file;

  *code = zm_qr_code_new ("hello", NULL);
  file = zm_picture_encode_png (*code, 3, NULL);
  g_assert_nonnull (file);

  return file;
}

static void
test_png (void)
{
  g_autoptr(ZmQrCode) code = NULL;
  g_autoptr(GBytes) file = make_png (&code);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmGrey) picture = zm_decoder_decode (file, &error);
  guint side = (zm_qr_code_get_size (code) + 2 * ZM_QR_CODE_QUIET_ZONE) * 3;

  g_assert_no_error (error);
  g_assert_cmpuint (picture->width, ==, side);
  g_assert_cmpuint (picture->height, ==, side);
  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      g_assert_cmpuint (picture->pixels[(gsize) y * side + x], ==,
                        zm_qr_code_is_dark (code, (int) (x / 3) - 4, (int) (y / 3) - 4) ? 0 : 255);
}

/* All but the last chunk, which says only that the file ends, is needed. */
static void
test_png_truncated (void)
{
  g_autoptr(ZmQrCode) code = NULL;
  g_autoptr(GBytes) file = make_png (&code);
  gsize length = g_bytes_get_size (file) - 12;

  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr(GBytes) part = g_bytes_new_from_bytes (file, 0, cut);

      assert_refused (part);
    }
}

static void
test_png_damaged (void)
{
  g_autoptr(ZmQrCode) code = NULL;
  g_autoptr(GBytes) file = make_png (&code);
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);

  /* Any byte of the header chunk or of the pixels; the CRC of their chunk tells. */
  for (gsize at = 8; at < length - 12; at++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr(GBytes) damaged = NULL;
      g_autoptr(ZmGrey) picture = NULL;

      copy[at] ^= 0x10;
      damaged = g_bytes_new (copy, length);
      picture = zm_decoder_decode (damaged, NULL);
      if (at < 33)
        g_assert_null (picture);
    }
}

static void
append_chunk (GByteArray   *file,
              const char   *type,
              const guint8 *data,
              guint         length)
{
  guint32 size = GUINT32_TO_BE (length);
  guint32 crc;
  guint start = file->len + 4;

  g_byte_array_append (file, (const guint8 *) &size, 4);
  g_byte_array_append (file, (const guint8 *) type, 4);
  g_byte_array_append (file, data, length);
  crc = GUINT32_TO_BE ((guint32) crc32 (0, file->data + start, length + 4));
  g_byte_array_append (file, (const guint8 *) &crc, 4);
}

static void
test_png_bomb (void)
{
  static const guint8 header[] = {
    0, 0, 0x75, 0x30, /* 30000 wide */
    0, 0, 0x75, 0x30, /* 30000 high */
    8, 6, 0, 0, 0,
  };
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  g_byte_array_append (file, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  append_chunk (file, "IHDR", header, sizeof header);
  append_chunk (file, "IDAT", (const guint8 *) "\x78\x9c\x03\x00\x00\x00\x00\x01", 8);
  append_chunk (file, "IEND", (const guint8 *) "", 0);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));

  assert_refused (bytes);
  g_assert_null (zm_decoder_decode (bytes, &error));
  g_assert_cmpstr (zm_error_get_seen (error), ==, "30000 x 30000 pixels");
}

/* One DC scan and 63 AC scans with one coefficient each, then all of them once more with one bit
 * more: 128 scans, where encoders make about ten. */
static void
script_many_scans (jpeg_scan_info *scans)
{
  for (int i = 0; i < 128; i++)
    {
      scans[i].comps_in_scan = 1;
      scans[i].component_index[0] = 0;
      scans[i].Ss = i % 64;
      scans[i].Se = i % 64;
      scans[i].Ah = i < 64 ? 0 : 1;
      scans[i].Al = i < 64 ? 1 : 0;
    }
}

typedef enum {
  JPEG_GREY,
  JPEG_COLOUR,
  JPEG_CMYK,
  JPEG_PROGRESSIVE,
  JPEG_SCAN_BOMB,
} JpegForm;

static GBytes *
make_jpeg (JpegForm form)
{
  static const int components[] = { 1, 3, 4, 1, 1 };
  static const J_COLOR_SPACE spaces[] = { JCS_GRAYSCALE, JCS_RGB, JCS_CMYK, JCS_GRAYSCALE,
                                          JCS_GRAYSCALE };
  struct jpeg_compress_struct jpeg = { 0 };
  struct jpeg_error_mgr errors;
  jpeg_scan_info scans[128];
  guint8 row[SIDE * 4];
  JSAMPROW rows[] = { row };
  unsigned char *data = NULL;
  unsigned long length = 0;
  GBytes *file;

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &data, &length);
  jpeg.image_width = SIDE;
  jpeg.image_height = SIDE;
  jpeg.input_components = components[form];
  jpeg.in_color_space = spaces[form];
  jpeg_set_defaults (&jpeg);
  if (form == JPEG_PROGRESSIVE)
    jpeg_simple_progression (&jpeg);
  if (form == JPEG_SCAN_BOMB)
    {
      script_many_scans (scans);
      jpeg.scan_info = scans;
      jpeg.num_scans = G_N_ELEMENTS (scans);
    }

  memset (row, 200, sizeof row);
  jpeg_start_compress (&jpeg, TRUE);
  while (jpeg.next_scanline < SIDE)
    jpeg_write_scanlines (&jpeg, rows, 1);
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);

  file = g_bytes_new (data, length);
  free (data);
  return file;
}

static void
test_jpeg (void)
{
  static const JpegForm forms[] = { JPEG_GREY, JPEG_COLOUR, JPEG_PROGRESSIVE };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(GBytes) file = make_jpeg (forms[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmGrey) picture = zm_decoder_decode (file, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (picture->width, ==, SIDE);
      g_assert_cmpuint (picture->height, ==, SIDE);
      g_assert_cmpuint (picture->pixels[SIDE * SIDE - 1], >=, 195);
      g_assert_cmpuint (picture->pixels[SIDE * SIDE - 1], <=, 205);
    }
}

static void
test_jpeg_refused (void)
{
  g_autoptr(GBytes) cmyk = make_jpeg (JPEG_CMYK);
  g_autoptr(GBytes) bomb = make_jpeg (JPEG_SCAN_BOMB);
  g_autoptr(GError) error = NULL;

  assert_refused (cmyk);
  assert_refused (bomb);
  g_assert_null (zm_decoder_decode (bomb, &error));
  g_assert_cmpstr (zm_error_get_seen (error), ==, "more scans");
  assert_refused_text ("\xff\xd8\xff\xe0 not what it says", 22);
}

/* The size stands in the SOF0 segment, behind its marker, length and precision. */
static void
test_jpeg_large (void)
{
  g_autoptr(GBytes) file = make_jpeg (JPEG_GREY);
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  g_autofree guint8 *copy = g_memdup2 (data, length);
  guint8 *segment = memmem (copy, length, "\xff\xc0", 2);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (segment);
  memcpy (segment + 5, "\x75\x30\x75\x30", 4);
  bytes = g_bytes_new (copy, length);
  g_assert_null (zm_decoder_decode (bytes, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "reader.picture");
  g_assert_cmpstr (zm_error_get_seen (error), ==, "30000 x 30000 pixels");
}

/* Whatever is done to a JPEG file, there is a picture or a refusal. */
static void
test_jpeg_damaged (void)
{
  g_autoptr(GBytes) file = make_jpeg (JPEG_PROGRESSIVE);
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);

  for (gsize at = 3; at < length; at++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr(GBytes) damaged = NULL;
      g_autoptr(GBytes) part = g_bytes_new (data, at);
      g_autoptr(ZmGrey) picture = NULL;
      g_autoptr(ZmGrey) beginning = NULL;
      g_autoptr(GError) error = NULL;

      copy[at] ^= 0xff;
      damaged = g_bytes_new (copy, length);
      picture = zm_decoder_decode (damaged, &error);
      g_assert_true ((picture == NULL) == (error != NULL));
      beginning = zm_decoder_decode (part, NULL);
    }
}

static void
test_pgm (void)
{
  static const guint8 pixels[] = { 1, 2, 3, 99, 4, 5, 6, 99 };
  static const guint8 expected[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr(GBytes) file = zm_picture_encode_grey (pixels, 3, 2, 4);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmGrey) picture = zm_decoder_decode (file, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (picture->width, ==, 3);
  g_assert_cmpuint (picture->height, ==, 2);
  g_assert_cmpmem (picture->pixels, zm_grey_length (picture), expected, sizeof expected);
}

static void
test_pgm_refused (void)
{
  static const char *const refused[] = {
    "P5\n1 1\n255\n", "P5\n1 1\n255\nxx", "P5\n1 1\n65535\nxx", "P5\n1 1\n254\nx", "P5\n1\n255\nx",
    "P5\n1  1\n255\nx", "P5\n-1 -1\n255\nx", "P5\n0 1\n255\n", "P5\n10001 1\n255\nx", "P5\n",
    "P5\n99999999999999999999 1\n255\nx", "P5 1 1 255 x", "P5\n# comment\n1 1\n255\nx",
    "P5\n1 1\n255", "P2\n1 1\n255\n7",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refused_text (refused[i], strlen (refused[i]));
}

static void
test_other_files (void)
{
  g_autofree char *large = g_malloc0 (ZM_DECODER_FILE_MAX + 1);

  assert_refused_text ("", 0);
  assert_refused_text ("\xff", 1);
  assert_refused_text ("ZM1:DEV-014:KTRW-4821", 21);
  assert_refused_text ("GIF89a\1\0\1\0\0\0\0", 13);
  memcpy (large, "P5\n4096 4096\n255\n", 17);
  assert_refused_text (large, ZM_DECODER_FILE_MAX + 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/decoder/png/plain", test_png);
  g_test_add_func ("/decoder/png/truncated", test_png_truncated);
  g_test_add_func ("/decoder/png/damaged", test_png_damaged);
  g_test_add_func ("/decoder/png/bomb", test_png_bomb);
  g_test_add_func ("/decoder/jpeg/forms", test_jpeg);
  g_test_add_func ("/decoder/jpeg/refused", test_jpeg_refused);
  g_test_add_func ("/decoder/jpeg/large", test_jpeg_large);
  g_test_add_func ("/decoder/jpeg/damaged", test_jpeg_damaged);
  g_test_add_func ("/decoder/pgm/plain", test_pgm);
  g_test_add_func ("/decoder/pgm/refused", test_pgm_refused);
  g_test_add_func ("/decoder/other", test_other_files);

  return g_test_run ();
}
