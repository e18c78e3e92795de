#pragma once

#include "app/station/training.h"
#include "ui/approval-queue.h"
#include "ui/idle-watch.h"
#include "ui/main-page.h"
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
  gboolean              working;   /* a thread opens a station or signs out */
  gboolean              ending;
  guint                 end_poll;  /* source */
  ZmScanWedge          *wedge;
  ZmApprovalQueue      *approvals;
  ZmIdleWatch          *idle_watch;
  GPtrArray            *covered;   /* windows that were hidden; NULL: not locked */
  guint                 covering;  /* source */
  GtkWidget            *focus_before; /* weak */
  ZmMainPage           *main;      /* NULL until somebody has signed in for the first time */

  GtkWidget            *cancel;
  GtkWidget            *enrolment_badge;
  GtkWidget            *failure;
  GtkWidget            *operator_name;
  GtkWidget            *retry;
  ZmSignInPage         *sign_in;
  GtkStack             *stack;
  AdwViewSwitcherTitle *switcher;
  GtkWidget            *training_bar;
  AdwToast             *toast;     /* told last; weak */
  AdwToastOverlay      *toasts;
};

/* One of the stack: "welcome", "training", "opening", "leaving", "sign-in", "failure", "main". */
void zm_window_show_page (ZmWindow   *self,
                          const char *name);
/* Interrupts what runs at the bench. */
void zm_window_stop_sessions (ZmWindow   *self);
/* A sentence that stays for some seconds. */
void zm_window_tell      (ZmWindow   *self,
                          const char *text);

G_END_DECLS
