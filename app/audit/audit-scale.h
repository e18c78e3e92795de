#pragma once

#include "app/base/instant.h"

G_BEGIN_DECLS

/* Spans of time as a calendar cuts them, in the desk's own time zone: hours, days, months. Pure but
 * for the zone. */
typedef enum {
  ZM_AUDIT_UNIT_MINUTES, /* five */
  ZM_AUDIT_UNIT_HOUR,
  ZM_AUDIT_UNIT_DAY,
  ZM_AUDIT_UNIT_WEEK,    /* from Monday */
  ZM_AUDIT_UNIT_MONTH,
  ZM_AUDIT_UNIT_YEAR,
} ZmAuditUnit;

/* The finest unit in which the span has at most so many parts, or years. */
ZmAuditUnit  zm_audit_scale_choose (ZmInstant    from,
                                    ZmInstant    to,
                                    guint        max_parts);
/* When the part with this instant begins. */
ZmInstant    zm_audit_scale_floor  (ZmInstant    instant,
                                    ZmAuditUnit  unit);
/* When the part after the one with this instant begins. */
ZmInstant    zm_audit_scale_next   (ZmInstant    instant,
                                    ZmAuditUnit  unit);
/* ZmInstant, from the beginning of the first part of the span to the end of its last one. */
GArray      *zm_audit_scale_edges  (ZmInstant    from,
                                    ZmInstant    to,
                                    ZmAuditUnit  unit);

G_END_DECLS
