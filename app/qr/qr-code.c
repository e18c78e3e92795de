#include "app/qr/qr-code.h"

#include "app/base/error.h"

#include <errno.h>
#include <qrencode.h>

#define DARK 1 /* the lowest bit of a module in libqrencode */

struct _ZmQrCode {
  QRcode *code;
};

ZmQrCode *
zm_qr_code_new (const char  *text,
                GError     **error)
{
  ZmQrCode *self;
  QRcode *code;

  g_return_val_if_fail (text != NULL, NULL);

  code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  if (code == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "qr.text", g_strerror (errno), "1 to 2331 bytes",
                    "The text cannot be drawn as a QR code");
      return NULL;
    }

  self = g_atomic_rc_box_new0 (ZmQrCode);
  self->code = code;

  return self;
}

ZmQrCode *
zm_qr_code_ref (ZmQrCode *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
clear_code (gpointer data)
{
  ZmQrCode *self = data;

  QRcode_free (self->code);
}

void
zm_qr_code_unref (ZmQrCode *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear_code);
}

guint
zm_qr_code_get_size (const ZmQrCode *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) self->code->width;
}

gboolean
zm_qr_code_is_dark (const ZmQrCode *self,
                    int             x,
                    int             y)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (x < 0 || y < 0 || x >= self->code->width || y >= self->code->width)
    return FALSE;

  return (self->code->data[(gsize) y * (gsize) self->code->width + (gsize) x] & DARK) != 0;
}
