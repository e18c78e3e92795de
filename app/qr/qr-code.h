#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A QR code that was made from a text: square, of dark and light modules, without the quiet zone
 * that every drawing of it needs around it. The door to libqrencode. Immutable and counted. */
typedef struct _ZmQrCode ZmQrCode;

#define ZM_QR_CODE_QUIET_ZONE 4 /* modules, ISO/IEC 18004 section 5.3.8 */

/* Error correction M, 8-bit mode. Sets check "qr.text" for a text that is empty or does not fit
 * into the largest code (2331 bytes). */
ZmQrCode *zm_qr_code_new      (const char      *text,
                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
ZmQrCode *zm_qr_code_ref      (ZmQrCode        *self);
void      zm_qr_code_unref    (ZmQrCode        *self);

/* Modules along one side, 21 to 177. */
guint     zm_qr_code_get_size (const ZmQrCode  *self);
/* Whatever lies outside is light, so that a quiet zone needs no special case. */
gboolean  zm_qr_code_is_dark  (const ZmQrCode  *self,
                               int              x,
                               int              y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmQrCode, zm_qr_code_unref)

G_END_DECLS
