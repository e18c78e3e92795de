#pragma once

#include "ui/review-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One thing that was judged, as a line of a list. Property: "item". */
#define ZM_TYPE_REVIEW_LINE (zm_review_line_get_type ())
G_DECLARE_FINAL_TYPE (ZmReviewLine, zm_review_line, ZM, REVIEW_LINE, GtkWidget)

G_END_DECLS
