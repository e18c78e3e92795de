#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The judgement of a request: asked, policy, will issue. Property: "model" (GListModel of
 * ZmJudgementItem). */
#define ZM_TYPE_JUDGEMENT_TABLE (zm_judgement_table_get_type ())
G_DECLARE_FINAL_TYPE (ZmJudgementTable, zm_judgement_table, ZM, JUDGEMENT_TABLE, GtkWidget)

G_END_DECLS
