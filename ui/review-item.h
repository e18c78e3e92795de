#pragma once

#include "ui/badge.h"

G_BEGIN_DECLS

/* One thing that was judged before it is taken: a line of a list, a certificate of a file. Immutable.
 * Properties: "kind" and "word" (its badge), "title", "detail", "summary" (all of it). */
#define ZM_TYPE_REVIEW_ITEM (zm_review_item_get_type ())
G_DECLARE_FINAL_TYPE (ZmReviewItem, zm_review_item, ZM, REVIEW_ITEM, GObject)

/* group: by which it is chosen from a list of groups. Takes title and detail. */
ZmReviewItem *zm_review_item_new       (guint         group,
                                        ZmBadgeKind   kind,
                                        const char   *word,
                                        char         *title,
                                        char         *detail);
guint         zm_review_item_get_group (ZmReviewItem *self);

G_END_DECLS
