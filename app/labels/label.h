#pragma once

#include "app/protocol/label-code.h"

G_BEGIN_DECLS

/* What stands on a label, for people and as a code. Immutable. It is made from names, hashes and
 * times alone: nothing here can take a ticket, a code or a key. */

typedef enum {
  ZM_LABEL_LINE_TEXT,
  ZM_LABEL_LINE_SMALL,  /* what a person reads once */
  ZM_LABEL_LINE_DIGITS, /* in groups; compared one by one, so never cut off */
} ZmLabelLineStyle;

typedef struct {
  ZmLabelLineStyle style;
  char *text;
} ZmLabelLine;

typedef struct {
  ZmLabelCode *code;
  char        *code_text;
  char        *heading; /* what it is */
  char        *title;   /* which one it is */
  GPtrArray   *lines;   /* ZmLabelLine */
} ZmLabel;

/* deviceId, and what people call it; location and asset_tag may be NULL. All four fail like the
 * codes that they bear. */
ZmLabel *zm_label_new_device      (const char    *device_id,
                                   const char    *device_label,
                                   const char    *location,
                                   const char    *asset_tag,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmLabel *zm_label_new_badge       (const char    *operator_name,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* subject: whose certificate it is; NULL: the serial number. der: its bytes. */
ZmLabel *zm_label_new_certificate (const char    *subject,
                                   const char    *serial,
                                   GBytes        *der,
                                   ZmInstant      not_after,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
ZmLabel *zm_label_new_audit_head  (const char    *origin,
                                   guint64        size,
                                   const guint8   root[ZM_SHA256_LENGTH],
                                   ZmInstant      time,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void     zm_label_free            (ZmLabel       *label);

/* All that it says to people, a line each. */
char    *zm_label_to_text         (const ZmLabel *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmLabel, zm_label_free)

G_END_DECLS
