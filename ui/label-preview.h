#pragma once

#include "app/labels/label-job.h"
#include "app/labels/label.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The first page of a job as it will lie on paper, on white in the dark style too. */
#define ZM_TYPE_LABEL_PREVIEW (zm_label_preview_get_type ())
G_DECLARE_FINAL_TYPE (ZmLabelPreview, zm_label_preview, ZM, LABEL_PREVIEW, GtkWidget)

/* label is borrowed until another one is shown, or NULL. */
void zm_label_preview_show (ZmLabelPreview    *self,
                            const ZmLabel     *label,
                            const ZmLabelJob  *job);

G_END_DECLS
