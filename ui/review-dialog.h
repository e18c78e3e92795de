#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows what was judged, before anything is done, and asks. It knows nothing of what is judged.
 * Signals: "accept", "save" (the person wants what is wrong in a file). */
#define ZM_TYPE_REVIEW_DIALOG (zm_review_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZmReviewDialog, zm_review_dialog, ZM, REVIEW_DIALOG, AdwWindow)

/* groups: what the items can be chosen by, NULL at the end, translated; save: the button's label, or
 * NULL for none. It shows that something is being read until one of the next two. */
ZmReviewDialog *zm_review_dialog_new    (GtkWidget          *parent,
                                         const char         *title,
                                         const char *const  *groups,
                                         const char         *save);
/* items: of ZmReviewItem; sum: a sentence; accept: the button's label, or NULL where there is nothing
 * to be done. */
void            zm_review_dialog_show   (ZmReviewDialog     *self,
                                         GListModel         *items,
                                         const char         *sum,
                                         const char         *accept,
                                         gboolean            can_save);
void            zm_review_dialog_fail   (ZmReviewDialog     *self,
                                         const GError       *failure);
/* It is being done: nothing can be chosen any more. */
void            zm_review_dialog_work   (ZmReviewDialog     *self);

G_END_DECLS
