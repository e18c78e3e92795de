#pragma once

#include "app/store/certificate-record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A certificate of a device’s history, with the ways to all of it and to its proof card. */
#define ZM_TYPE_CERTIFICATE_ROW (zm_certificate_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmCertificateRow, zm_certificate_row, ZM, CERTIFICATE_ROW, GtkListBoxRow)

/* One that shows nothing yet. */
GtkWidget *zm_certificate_row_new  (void);
void       zm_certificate_row_show (ZmCertificateRow          *self,
                                    const ZmCertificateRecord *record);

G_END_DECLS
