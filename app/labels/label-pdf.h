#pragma once

#include "app/labels/label-job.h"
#include "app/labels/label.h"

G_BEGIN_DECLS

/* The labels of a job as a PDF whose pages have the size of the stock. Sets the checks of the job,
 * or "label.pdf". */
GBytes *zm_label_pdf_make (const ZmLabel     *label,
                           const ZmLabelJob  *job,
                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
