#pragma once

#include "app/base/instant.h"
#include "app/store/database.h"

G_BEGIN_DECLS

/* The registry: one row for each monitor that the hospital knows. deviceId and label have been
 * checked by the caller (app/base/device-id.h). */

typedef enum {
  ZM_DEVICE_REGISTERED, /* known, never had a working certificate */
  ZM_DEVICE_ACTIVE,
  ZM_DEVICE_RETIRED,
} ZmDeviceState;

typedef struct {
  char *device_id;
  char *label;
  char *model;         /* from here to asset_tag: may be NULL */
  char *serial_number;
  char *location;
  char *asset_tag;
  ZmDeviceState state;
  ZmInstant created_at;
  ZmInstant updated_at;
} ZmDeviceRecord;

const char     *zm_device_record_state_name (ZmDeviceState          state);

void            zm_device_record_free       (ZmDeviceRecord        *record);

/* A deviceId that is there already: "database.constraint" (ZM_ERROR_CONFLICT). */
gboolean        zm_device_record_insert     (ZmDatabase            *database,
                                             const ZmDeviceRecord  *record,
                                             GError               **error)
                                             G_GNUC_WARN_UNUSED_RESULT;
/* The functions below set check "device.unknown" (ZM_ERROR_NOT_FOUND). */
gboolean        zm_device_record_update     (ZmDatabase            *database,
                                             const ZmDeviceRecord  *record,
                                             GError               **error)
                                             G_GNUC_WARN_UNUSED_RESULT;
gboolean        zm_device_record_set_state  (ZmDatabase            *database,
                                             const char            *device_id,
                                             ZmDeviceState          state,
                                             ZmInstant              updated_at,
                                             GError               **error)
                                             G_GNUC_WARN_UNUSED_RESULT;
ZmDeviceRecord *zm_device_record_get        (ZmDatabase            *database,
                                             const char            *device_id,
                                             GError               **error)
                                             G_GNUC_WARN_UNUSED_RESULT;
/* ZmDeviceRecord, by deviceId. */
GPtrArray      *zm_device_record_list       (ZmDatabase            *database,
                                             GError               **error)
                                             G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDeviceRecord, zm_device_record_free)

G_END_DECLS
