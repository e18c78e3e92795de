#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What failed, which check, the value seen, the value expected, and what to do. Property:
 * "failure" (GError). */
#define ZM_TYPE_FAILURE_CARD (zm_failure_card_get_type ())
G_DECLARE_FINAL_TYPE (ZmFailureCard, zm_failure_card, ZM, FAILURE_CARD, GtkWidget)

G_END_DECLS
