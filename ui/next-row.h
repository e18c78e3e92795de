#pragma once

#include "app/station/first-steps.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One step of a new station: an icon and a word for how it stands, what it is for, and the button that
 * leads to its place. */
#define ZM_TYPE_NEXT_ROW (zm_next_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmNextRow, zm_next_row, ZM, NEXT_ROW, AdwActionRow)

/* buttons: with whose other widgets its button is as wide, while it is shown; kept by who has the rows. */
GtkWidget *zm_next_row_new  (ZmFirstStep              step,
                             GtkSizeGroup            *buttons);
void       zm_next_row_show (ZmNextRow               *self,
                             const ZmFirstStepState  *state);

G_END_DECLS
