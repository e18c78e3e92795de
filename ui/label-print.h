#pragma once

#include "app/station/label-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes a label to a printer, by the desktop's print dialog, or into a PDF. Its record is written
 * when a person has said yes to all of it and before the first page is drawn; without the record
 * nothing comes out. */

/* file: the PDF, which is whole or not there; NULL for a printer. label is borrowed from source until
 * the end. */
void     zm_label_print_run_async  (GObject              *source,
                                    ZmStation            *station,
                                    const ZmLabel        *label,
                                    const ZmLabelJob     *job,
                                    ZmLabelReason         reason,
                                    const char           *file,
                                    GtkWindow            *parent,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* G_IO_ERROR_CANCELLED where the person thought better of it. */
gboolean zm_label_print_run_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
