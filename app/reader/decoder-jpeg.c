#include "app/reader/decoder.h"

#include "app/base/error.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

/* A progressive file may repeat its scans without end in few bytes. */
#define SCANS_MAX 64

typedef struct {
  struct jpeg_decompress_struct  jpeg;
  struct jpeg_error_mgr          errors;
  struct jpeg_progress_mgr       progress;
  jmp_buf                        escape;
  ZmGrey                        *picture;
  GError                        *error;
} Decoding;

G_NORETURN static void
escape_cb (j_common_ptr jpeg)
{
  Decoding *decoding = jpeg->client_data;

  if (decoding->error == NULL)
    {
      char message[JMSG_LENGTH_MAX];

      jpeg->err->format_message (jpeg, message);
      zm_error_set (&decoding->error, ZM_ERROR_INVALID, "reader.picture", message,
                    "a whole JPEG file, not in CMYK", "The JPEG picture cannot be read");
    }
  longjmp (decoding->escape, 1);
}

static void
ignore_message_cb (j_common_ptr jpeg)
{
}

static void
progress_cb (j_common_ptr jpeg)
{
  Decoding *decoding = jpeg->client_data;

  if (decoding->jpeg.input_scan_number > SCANS_MAX)
    {
      zm_error_set (&decoding->error, ZM_ERROR_INVALID, "reader.picture", "more scans",
                    "at most 64 scans", "The JPEG picture is a decompression bomb");
      escape_cb (jpeg);
    }
}

static void
read_pixels (Decoding *decoding)
{
  struct jpeg_decompress_struct *jpeg = &decoding->jpeg;

  jpeg_read_header (jpeg, TRUE);
  decoding->picture = zm_grey_new (jpeg->image_width, jpeg->image_height, &decoding->error);
  if (decoding->picture == NULL)
    return;

  jpeg->out_color_space = JCS_GRAYSCALE;
  jpeg_start_decompress (jpeg);
  while (jpeg->output_scanline < jpeg->output_height)
    {
      JSAMPROW row = decoding->picture->pixels +
                     (gsize) jpeg->output_scanline * decoding->picture->width;

      jpeg_read_scanlines (jpeg, &row, 1);
    }
}

/* Everything that changes between setjmp and longjmp stands in the caller's frame, where longjmp
 * leaves it alone. */
static gboolean
run (Decoding *decoding,
     GBytes   *file)
{
  if (setjmp (decoding->escape) != 0)
    return FALSE;

  jpeg_create_decompress (&decoding->jpeg);
  decoding->jpeg.progress = &decoding->progress;
  jpeg_mem_src (&decoding->jpeg, g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  read_pixels (decoding);

  return decoding->error == NULL;
}

ZmGrey *
zm_decoder_decode_jpeg (GBytes  *file,
                        GError **error)
{
  Decoding decoding = { .progress.progress_monitor = progress_cb };
  gboolean ok;

  decoding.jpeg.err = jpeg_std_error (&decoding.errors);
  decoding.jpeg.client_data = &decoding;
  decoding.errors.error_exit = escape_cb;
  decoding.errors.output_message = ignore_message_cb;

  ok = run (&decoding, file);
  jpeg_destroy_decompress (&decoding.jpeg);
  if (!ok)
    {
      g_clear_pointer (&decoding.picture, zm_grey_free);
      g_propagate_error (error, decoding.error);
    }

  return decoding.picture;
}
