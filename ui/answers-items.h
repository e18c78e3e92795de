#pragma once

#include "app/station/authority-answers.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The judgement of answers as a list for people: each file, then each thing that was looked at. */

typedef enum {
  ZM_ANSWERS_GROUP_GOOD,
  ZM_ANSWERS_GROUP_BAD,
} ZmAnswersGroup;

/* Of ZmReviewItem, in the groups above. */
GListModel *zm_answers_items_new (const ZmAuthorityAnswers *answers);

G_END_DECLS
