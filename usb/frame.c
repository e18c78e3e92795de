#include "usb/frame.h"

#include "usb/wire.h"

#include "app/base/error.h"
#include "app/base/hex.h"

#include <string.h>
#include <zlib.h>

#define VERSION 1

enum {
  AT_MAGIC = 0,
  AT_VERSION = 2,
  AT_KIND = 3,
  AT_SEQUENCE = 4,
  AT_LENGTH = 8,
  AT_CRC = 12,
};

static const guint8 magic[] = { 'Z', 'M' };

static guint32
crc_of (const guint8 *body,
        gsize         length)
{
  return (guint32) crc32_z (crc32_z (0, NULL, 0), body, length);
}

GBytes *
zm_frame_encode (ZmFrameKind  kind,
                 guint32      sequence,
                 GBytes      *body)
{
  const guint8 *data;
  guint8 *frame;
  gsize length;

  g_return_val_if_fail (kind == ZM_FRAME_MESSAGE || kind == ZM_FRAME_TUNNEL, NULL);
  g_return_val_if_fail (sequence != 0, NULL);
  g_return_val_if_fail (body != NULL && g_bytes_get_size (body) <= ZM_FRAME_BODY_MAX, NULL);

  data = g_bytes_get_data (body, &length);
  frame = g_malloc (ZM_FRAME_HEADER + length);
  memcpy (frame + AT_MAGIC, magic, sizeof magic);
  frame[AT_VERSION] = VERSION;
  frame[AT_KIND] = (guint8) kind;
  zm_wire_put_u32 (frame + AT_SEQUENCE, sequence);
  zm_wire_put_u32 (frame + AT_LENGTH, (guint32) length);
  zm_wire_put_u32 (frame + AT_CRC, crc_of (data, length));
  if (length > 0)
    memcpy (frame + ZM_FRAME_HEADER, data, length);

  return g_bytes_new_take (frame, ZM_FRAME_HEADER + length);
}

static gboolean
refuse_number (const char  *check,
               gsize        seen,
               gsize        expected,
               GError     **error)
{
  g_autofree char *seen_text = g_strdup_printf ("%zu", seen);
  g_autofree char *expected_text = g_strdup_printf ("%zu", expected);

  zm_error_set (error, ZM_ERROR_INVALID, check, seen_text, expected_text,
                "The tether carried a malformed frame");
  return FALSE;
}

static gboolean
check_header (const guint8  *header,
              GError       **error)
{
  if (memcmp (header + AT_MAGIC, magic, sizeof magic) != 0)
    {
      g_autofree char *seen = zm_hex_encode (header + AT_MAGIC, sizeof magic);

      zm_error_set (error, ZM_ERROR_INVALID, "frame.magic", seen, "5a4d",
                    "The tether carried something that is no frame");
      return FALSE;
    }
  if (header[AT_VERSION] != VERSION)
    return refuse_number ("frame.version", header[AT_VERSION], VERSION, error);
  if (header[AT_KIND] != ZM_FRAME_MESSAGE && header[AT_KIND] != ZM_FRAME_TUNNEL)
    {
      g_autofree char *seen = g_strdup_printf ("%u", header[AT_KIND]);

      zm_error_set (error, ZM_ERROR_INVALID, "frame.kind", seen, "1 or 2",
                    "The tether carried a frame of an unknown kind");
      return FALSE;
    }
  if (zm_wire_get_u32 (header + AT_SEQUENCE) == 0)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "frame.sequence", "0", "1 or more",
                    "The tether carried a frame without a number");
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_length (gsize    claimed,
              gsize    length,
              GError **error)
{
  if (claimed > ZM_FRAME_BODY_MAX)
    {
      g_autofree char *seen = g_strdup_printf ("%zu", claimed);

      zm_error_set (error, ZM_ERROR_INVALID, "frame.length", seen, "at most 262144",
                    "The tether carried a frame that is too large");
      return FALSE;
    }
  if (claimed != length - ZM_FRAME_HEADER)
    return refuse_number ("frame.length", claimed, length - ZM_FRAME_HEADER, error);

  return TRUE;
}

static gboolean
check_crc (const guint8  *data,
           gsize          length,
           GError       **error)
{
  guint32 claimed = zm_wire_get_u32 (data + AT_CRC);
  guint32 computed = crc_of (data + ZM_FRAME_HEADER, length - ZM_FRAME_HEADER);

  if (claimed != computed)
    {
      g_autofree char *seen = g_strdup_printf ("%08x", claimed);
      g_autofree char *expected = g_strdup_printf ("%08x", computed);

      zm_error_set (error, ZM_ERROR_INVALID, "frame.crc", seen, expected,
                    "The tether carried a damaged frame");
      return FALSE;
    }

  return TRUE;
}

gboolean
zm_frame_decode (const guint8  *data,
                 gsize          length,
                 ZmFrame       *frame,
                 GError       **error)
{
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  if (length < ZM_FRAME_HEADER)
    return refuse_number ("frame.length", length, ZM_FRAME_HEADER, error);
  if (!check_header (data, error) ||
      !check_length (zm_wire_get_u32 (data + AT_LENGTH), length, error) ||
      !check_crc (data, length, error))
    return FALSE;

  frame->kind = (ZmFrameKind) data[AT_KIND];
  frame->sequence = zm_wire_get_u32 (data + AT_SEQUENCE);
  frame->body = g_bytes_new (data + ZM_FRAME_HEADER, length - ZM_FRAME_HEADER);

  return TRUE;
}

void
zm_frame_clear (ZmFrame *frame)
{
  g_return_if_fail (frame != NULL);

  g_clear_pointer (&frame->body, g_bytes_unref);
}
