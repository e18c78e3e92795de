#pragma once

#include "app/pki/judgement.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* One row of the judgement as an object with properties "field", "asked", "policy",
 * "standard" (may be NULL), "issued", "verdict" (its name) and "verdict-title" (for people). */
#define ZM_TYPE_JUDGEMENT_ITEM (zm_judgement_item_get_type ())
G_DECLARE_FINAL_TYPE (ZmJudgementItem, zm_judgement_item, ZM, JUDGEMENT_ITEM, GObject)
ZmJudgementItem *zm_judgement_item_new (const ZmJudgementRow *row);

G_END_DECLS
