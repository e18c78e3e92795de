#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The one window: a station on its way (welcome, training, sign-in), then Provision, Devices and
 * Audit. It owns the station that it shows. */
#define ZM_TYPE_WINDOW (zm_window_get_type ())
G_DECLARE_FINAL_TYPE (ZmWindow, zm_window, ZM, WINDOW, AdwApplicationWindow)

GtkWindow *zm_window_new            (GtkApplication     *application);

/* directory: NULL for a temporary one. */
void       zm_window_start_training (ZmWindow           *self,
                                     const char         *directory);
/* addresses: of the tethers, NULL-terminated; NULL for the USB cable. */
void       zm_window_open_station   (ZmWindow           *self,
                                     const char         *directory,
                                     const char *const  *addresses);
/* The name of the page that is on the screen: one of the station's on its way, or of the views; "next"
 * for an empty bench that says what is next. */
const char *zm_window_get_shown     (ZmWindow           *self);
/* Interrupts what runs, without asking, and closes. */
void       zm_window_end            (ZmWindow           *self);

G_END_DECLS
