#pragma once

#include "app/station/training.h"
#include "ui/approval-queue.h"
#include "ui/audit-page.h"
#include "ui/authority-page.h"
#include "ui/devices-page.h"
#include "ui/idle-watch.h"
#include "ui/provision-page.h"
#include "ui/scan-wedge.h"
#include "ui/sign-in-page.h"
#include "ui/window.h"

G_BEGIN_DECLS

/* What the files of the window share: how it comes to a station (window-opening.c), what is done with
 * what is scanned (window-scan.c), and who has left the desk (window-lock.c). */

struct _ZmWindow {
  AdwApplicationWindow  parent_instance;

  ZmTraining           *training;
  ZmStation            *station;
  char                 *directory; /* of the station that was asked for last */
  char                **addresses;
  GCancellable         *opening;
  GtkFileChooserNative *chooser;
  gboolean              opened;    /* the pages have their station */
  gboolean              working;   /* a thread opens a station or signs out */
  gboolean              ending;
  guint                 end_poll;  /* source */
  ZmScanWedge          *wedge;
  ZmApprovalQueue      *approvals;
  ZmIdleWatch          *idle_watch;
  GPtrArray            *covered;   /* windows that were hidden; NULL: not locked */
  guint                 covering;  /* source */
  GtkWidget            *focus_before; /* weak */

  ZmAuditPage          *audit;
  ZmAuthorityPage      *authority;
  GtkWidget            *cancel;
  ZmDevicesPage        *devices;
  GtkWidget            *enrolment_badge;
  GtkWidget            *failure;
  GtkWidget            *main;
  GtkWidget            *operator_name;
  ZmProvisionPage      *provision;
  GtkStack             *provision_gate;
  GtkWidget            *retry;
  ZmSignInPage         *sign_in;
  GtkStack             *stack;
  GtkWidget            *training_bar;
  AdwToast             *toast;     /* told last; weak */
  AdwToastOverlay      *toasts;
  AdwViewStack         *views;
};

/* One of the stack: "welcome", "training", "opening", "leaving", "sign-in", "failure", "main". */
void zm_window_show_page (ZmWindow   *self,
                          const char *name);
/* A sentence that stays for some seconds. */
void zm_window_tell      (ZmWindow   *self,
                          const char *text);

G_END_DECLS
