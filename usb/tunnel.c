#include "usb/tunnel.h"

#include "usb/frame.h"
#include "usb/wire.h"

#include "app/base/error.h"

#define DATA_MAX    (ZM_FRAME_BODY_MAX - ZM_TUNNEL_HEADER)
#define CREDIT_SIZE 4

static gboolean
refuse_length (const char  *check,
               gsize        seen,
               const char  *expected,
               GError     **error)
{
  g_autofree char *seen_text = g_strdup_printf ("%zu bytes", seen);

  zm_error_set (error, ZM_ERROR_INVALID, check, seen_text, expected,
                "A tunnel frame has the wrong length");
  return FALSE;
}

GBytes *
zm_tunnel_encode (const ZmTunnel *tunnel)
{
  g_autoptr(GByteArray) body = NULL;
  guint8 header[ZM_TUNNEL_HEADER];
  guint8 credit[CREDIT_SIZE];
  gsize rest;

  g_return_val_if_fail (tunnel != NULL, NULL);
  g_return_val_if_fail ((tunnel->op == ZM_TUNNEL_DATA) == (tunnel->data != NULL), NULL);

  rest = tunnel->data != NULL ? g_bytes_get_size (tunnel->data) : CREDIT_SIZE;
  body = g_byte_array_sized_new ((guint) (ZM_TUNNEL_HEADER + rest));
  zm_wire_put_u32 (header, tunnel->channel);
  header[4] = (guint8) tunnel->op;
  g_byte_array_append (body, header, sizeof header);

  if (tunnel->op == ZM_TUNNEL_DATA)
    {
      gsize length = 0;
      const guint8 *data = g_bytes_get_data (tunnel->data, &length);

      g_return_val_if_fail (length > 0 && length <= DATA_MAX, NULL);
      g_byte_array_append (body, data, (guint) length);
    }
  if (tunnel->op == ZM_TUNNEL_CREDIT)
    {
      zm_wire_put_u32 (credit, tunnel->credit);
      g_byte_array_append (body, credit, sizeof credit);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

static gboolean
check_rest (guint8   op,
            gsize    rest,
            GError **error)
{
  switch (op)
    {
    case ZM_TUNNEL_OPEN:
    case ZM_TUNNEL_CLOSE:
      return rest == 0 || refuse_length ("tunnel.length", rest, "nothing after the op", error);
    case ZM_TUNNEL_DATA:
      return rest > 0 || refuse_length ("tunnel.length", rest, "at least one byte", error);
    case ZM_TUNNEL_CREDIT:
      return rest == CREDIT_SIZE || refuse_length ("tunnel.credit", rest, "4 bytes", error);
    default:
      {
        g_autofree char *seen = g_strdup_printf ("%u", op);

        zm_error_set (error, ZM_ERROR_INVALID, "tunnel.op", seen, "1, 2, 3 or 4",
                      "A tunnel frame asks for something unknown");
        return FALSE;
      }
    }
}

gboolean
zm_tunnel_decode (GBytes    *body,
                  ZmTunnel  *tunnel,
                  GError   **error)
{
  const guint8 *at;
  gsize length;
  gsize rest;

  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (tunnel != NULL, FALSE);

  at = g_bytes_get_data (body, &length);
  if (length < ZM_TUNNEL_HEADER)
    return refuse_length ("tunnel.length", length, "at least 5 bytes", error);
  rest = length - ZM_TUNNEL_HEADER;
  if (!check_rest (at[4], rest, error))
    return FALSE;

  tunnel->channel = zm_wire_get_u32 (at);
  tunnel->op = (ZmTunnelOp) at[4];
  tunnel->credit = tunnel->op == ZM_TUNNEL_CREDIT ? zm_wire_get_u32 (at + ZM_TUNNEL_HEADER) : 0;
  tunnel->data = tunnel->op == ZM_TUNNEL_DATA
                   ? g_bytes_new_from_bytes (body, ZM_TUNNEL_HEADER, rest)
                   : NULL;

  return TRUE;
}

void
zm_tunnel_clear (ZmTunnel *tunnel)
{
  g_return_if_fail (tunnel != NULL);

  g_clear_pointer (&tunnel->data, g_bytes_unref);
}
