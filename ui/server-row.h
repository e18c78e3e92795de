#pragma once

#include "app/station/authority-survey.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A certificate of the Central Station's, and the way to save it once more. */
#define ZM_TYPE_SERVER_ROW (zm_server_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmServerRow, zm_server_row, ZM, SERVER_ROW, GtkListBoxRow)

GtkWidget *zm_server_row_new  (void);
void       zm_server_row_show (ZmServerRow   *self,
                               ZmCertificate *certificate,
                               gboolean       is_newest,
                               ZmInstant      now);

G_END_DECLS
