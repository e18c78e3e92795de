#pragma once

#include "app/station/station.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Who may sign in, with what role, and who was removed; an administrator adds and removes people and
 * sets their PINs, everybody else the own PIN. */
#define ZM_TYPE_PEOPLE_DIALOG (zm_people_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmPeopleDialog, zm_people_dialog, ZM, PEOPLE_DIALOG, AdwWindow)

GtkWindow *zm_people_dialog_new (ZmStation *station);

G_END_DECLS
