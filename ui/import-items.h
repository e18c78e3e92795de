#pragma once

#include "app/station/import-plan.h"
#include "ui/review-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The lines of an import as a list of ZmReviewItem, each made when somebody looks at it: a list may
 * have a hundred thousand. */
#define ZM_TYPE_IMPORT_ITEMS (zm_import_items_get_type ())
G_DECLARE_FINAL_TYPE (ZmImportItems, zm_import_items, ZM, IMPORT_ITEMS, GObject)

/* Takes the plan. */
ZmImportItems      *zm_import_items_new      (ZmImportPlan  *plan);
const ZmImportPlan *zm_import_items_get_plan (ZmImportItems *self);

G_END_DECLS
