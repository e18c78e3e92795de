#pragma once

#include "app/station/approver.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Brings what threads ask a second person for before the persons at the window, one dialog after the
 * other. A thread waits as long as the dialog is open. */
#define ZM_TYPE_APPROVAL_QUEUE (zm_approval_queue_get_type ())
G_DECLARE_FINAL_TYPE (ZmApprovalQueue, zm_approval_queue, ZM, APPROVAL_QUEUE, GObject)

ZmApprovalQueue *zm_approval_queue_new          (void);
/* For the station. It keeps the queue. */
ZmApprover      *zm_approval_queue_make_approver (ZmApprovalQueue  *self);
/* Over which window; until it is closed. */
void             zm_approval_queue_open         (ZmApprovalQueue  *self,
                                                 GtkWindow        *window);
/* Nobody approves any more what is asked, now or later. */
void             zm_approval_queue_close        (ZmApprovalQueue  *self);
/* FALSE if nobody is asked for now. */
gboolean         zm_approval_queue_take_badge   (ZmApprovalQueue  *self,
                                                 const char       *name);

G_END_DECLS
