#pragma once

#include "app/pki/details.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* One row of what a certificate or a request says (app/pki/details.h) as an object with properties
 * "kind" (its name), "name", "value", "critical", "standard" (may be NULL). */
#define ZM_TYPE_DETAIL_ITEM (zm_detail_item_get_type ())
G_DECLARE_FINAL_TYPE (ZmDetailItem, zm_detail_item, ZM, DETAIL_ITEM, GObject)

ZmDetailItem *zm_detail_item_new (const ZmDetail  *detail);

G_END_DECLS
