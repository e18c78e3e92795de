#pragma once

#include "app/station/approver.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Says what is to be done and why that takes two, and asks the second person's name and PIN.
 *
 * Signal: "answered", when both are given; closed without, nobody approves. */
#define ZM_TYPE_APPROVAL_DIALOG (zm_approval_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmApprovalDialog, zm_approval_dialog, ZM, APPROVAL_DIALOG, AdwWindow)

/* name: of who answered before, NULL for nobody. */
GtkWindow *zm_approval_dialog_new        (const ZmApproverQuestion  *question,
                                          const char                *name);
/* A badge names its person; the PIN is still theirs to give. */
void       zm_approval_dialog_take_badge (ZmApprovalDialog          *self,
                                          const char                *name);
char      *zm_approval_dialog_dup_name   (ZmApprovalDialog          *self);
ZmSecret  *zm_approval_dialog_take_pin   (ZmApprovalDialog          *self);

G_END_DECLS
