#pragma once

#include "app/station/label-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows a label before it is printed: on what stock, how many, and, where it has been printed before,
 * why once more. */
#define ZM_TYPE_LABEL_DIALOG (zm_label_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmLabelDialog, zm_label_dialog, ZM, LABEL_DIALOG, AdwWindow)

/* kind and subject: as zm_label_desk_make() has them, the kind by its name; an empty subject is
 * NULL. */
GtkWindow *zm_label_dialog_new (ZmStation  *station,
                                const char *kind,
                                const char *subject);

G_END_DECLS
