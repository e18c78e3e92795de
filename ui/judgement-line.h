#pragma once

#include "app/station/judgement-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One line of the judgement: what was asked, what the policy says, what will be issued. In columns
 * or stacked, as there is room. */
#define ZM_TYPE_JUDGEMENT_LINE (zm_judgement_line_get_type ())
G_DECLARE_FINAL_TYPE (ZmJudgementLine, zm_judgement_line, ZM, JUDGEMENT_LINE, GtkListBoxRow)

GtkWidget *zm_judgement_line_new      (ZmJudgementItem *item);
/* The columns, for a size group of the lines that take the same shape. */
GtkWidget *zm_judgement_line_get_wide (ZmJudgementLine *self);

G_END_DECLS
