#pragma once

#include "app/station/authority-survey.h"
#include "ui/validity-bar.h"

G_BEGIN_DECLS

/* One certificate of the authority: what it is for, how long it lasts beside the others, and the
 * revocation list that it issues. */
#define ZM_TYPE_CHAIN_ROW (zm_chain_row_get_type ())
G_DECLARE_FINAL_TYPE (ZmChainRow, zm_chain_row, ZM, CHAIN_ROW, GtkListBoxRow)

GtkWidget *zm_chain_row_new  (void);
/* axis: its begin, end and now, which all rows share. */
void       zm_chain_row_show (ZmChainRow            *self,
                              const ZmAuthorityLink *link,
                              const ZmValiditySpan  *axis);

G_END_DECLS
