#pragma once

#include "app/labels/proof-card.h"
#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes a proof card to a printer or into a PDF, as ui/print-run.h says. card is borrowed from source
 * until the end. */
void     zm_proof_print_run_async  (GObject              *source,
                                    ZmStation            *station,
                                    const ZmProofCard    *card,
                                    const char           *file,
                                    GtkWindow            *parent,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean zm_proof_print_run_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
