#pragma once

#include "app/station/station.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Changes what of the policy may change once the authority stands. */
#define ZM_TYPE_POLICY_DIALOG (zm_policy_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmPolicyDialog, zm_policy_dialog, ZM, POLICY_DIALOG, AdwWindow)

/* authority: what stands, read now. */
GtkWindow *zm_policy_dialog_new (ZmStation                *station,
                                 const ZmStationAuthority *authority);

G_END_DECLS
