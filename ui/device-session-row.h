#pragma once

#include "app/store/session-record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One session of a device: when, who, where, how it ended, and why if it failed. */
GtkWidget *zm_device_session_row_new  (void);
void       zm_device_session_row_show (GtkWidget             *row,
                                       const ZmSessionRecord *record);

G_END_DECLS
