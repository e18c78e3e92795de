#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where labels go on paper: which stock, how many, and from which place of the first sheet on. All
 * lengths are millimetres, from the top left. */

typedef struct {
  const char *name;   /* "62x29", "a4": as options and audit records have it */
  double page_width;
  double page_height;
  double left;        /* of the first label */
  double top;
  double width;       /* of a label; the next one begins where it ends */
  double height;
  double margin_x;    /* within a label: what a printer may miss */
  double margin_y;
  guint columns;
  guint rows;
} ZmLabelStock;

typedef struct {
  const ZmLabelStock *stock;
  guint copies; /* 1 to ZM_LABEL_JOB_COPIES_MAX */
  guint first;  /* place of the first label, from 1, row by row */
} ZmLabelJob;

#define ZM_LABEL_JOB_COPIES_MAX 240

/* The first is what is taken where nobody chose. NULL after the last. */
const ZmLabelStock *zm_label_job_get_stock    (guint              index);
const ZmLabelStock *zm_label_job_find_stock   (const char        *name);

/* Sets check "label.copies" or "label.first". */
gboolean            zm_label_job_check        (const ZmLabelJob  *job,
                                               GError           **error) G_GNUC_WARN_UNUSED_RESULT;
guint               zm_label_job_count_places (const ZmLabelJob  *job);
guint               zm_label_job_count_pages  (const ZmLabelJob  *job);
/* Whether there is a label at this place, from 0, of this page, from 0. */
gboolean            zm_label_job_has_label    (const ZmLabelJob  *job,
                                               guint              page,
                                               guint              place);

G_END_DECLS
