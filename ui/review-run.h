#pragma once

#include "app/station/station.h"
#include "ui/review-dialog.h"

G_BEGIN_DECLS

/* What is judged, shown and then done, as far as it is the same whatever that is: it belongs to its
 * dialog and ends with it. What has begun in a thread is ended, whoever closes the dialog; its callback
 * then hears nothing but G_IO_ERROR_CANCELLED, and the run that it is given is there no more. */
typedef struct {
  ZmReviewDialog *dialog;  /* borrowed */
  ZmStation      *station;
  GCancellable   *cancellable;
  gpointer        data;    /* of the flow; may be NULL */
  GDestroyNotify  destroy;
} ZmReviewRun;

typedef void (*ZmReviewRunFunc) (ZmReviewRun *self);

/* data: what the flow keeps, which may come later; destroy frees it. accept and save hear what the person says. */
ZmReviewRun *zm_review_run_new    (ZmReviewDialog      *dialog,
                                   ZmStation           *station,
                                   gpointer             data,
                                   GDestroyNotify       destroy,
                                   ZmReviewRunFunc      accept,
                                   ZmReviewRunFunc      save);
/* Takes what the thread works on. The task's source is the station, the callback's data the run. */
void         zm_review_run_start  (ZmReviewRun         *self,
                                   gpointer             task_data,
                                   GDestroyNotify       destroy,
                                   GTaskThreadFunc      work,
                                   GAsyncReadyCallback  callback);
/* Of a callback, before it looks at the run: FALSE where there was an error, which is shown by then,
 * unless nobody looks any more. */
gboolean     zm_review_run_check  (ZmReviewRun         *self,
                                   const GError        *error);
/* The last answer: closes the dialog, or shows what went wrong. */
void         zm_review_run_finish (ZmReviewRun         *self,
                                   const GError        *error);

G_END_DECLS
