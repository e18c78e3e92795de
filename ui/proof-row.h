#pragma once

#include "app/labels/proof-card.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One thing that was proved, or was not: what, the value, who says so. */
#define ZM_TYPE_PROOF_ROW (zm_proof_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmProofRow, zm_proof_row, ZM, PROOF_ROW, GtkListBoxRow)

GtkWidget *zm_proof_row_new (const ZmProofFact  *row);

G_END_DECLS
