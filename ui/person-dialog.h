#pragma once

#include "app/station/station.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A new person with role and PIN, or a new PIN for one who is there. */
#define ZM_TYPE_PERSON_DIALOG (zm_person_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmPersonDialog, zm_person_dialog, ZM, PERSON_DIALOG, AdwWindow)

GtkWindow *zm_person_dialog_new         (ZmStation  *station);
/* own: of who is signed in, which takes the PIN as it is. */
GtkWindow *zm_person_dialog_new_for_pin (ZmStation  *station,
                                         const char *name,
                                         gboolean    own);

G_END_DECLS
