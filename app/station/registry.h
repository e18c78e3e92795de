#pragma once

#include "app/station/manifest.h"
#include "app/station/station.h"
#include "app/store/device-record.h"

G_BEGIN_DECLS

/* The devices that the hospital knows: what may be written into the registry, with its audit
 * records. Labels and states are read from here whenever a device is judged. */

/* One device; state and times are set here. A value that would be a formula in a spreadsheet is
 * "manifest.formula", and a device that is there already "registry.exists". */
gboolean        zm_registry_add       (ZmStation             *station,
                                       const ZmDeviceRecord  *record,
                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* All or nothing, in one transaction. Devices that the registry knows already are added to the
 * manifest's faults ("registry.exists"), and any fault at all is "manifest.lines". */
gboolean        zm_registry_import    (ZmStation             *station,
                                       ZmManifest            *manifest,
                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Within the transaction of an import or an adoption, which has judged the row: a device that is new, or the whole of
 * one that is known. Takes changes, which is the detail of its record. */
gboolean        zm_registry_insert_row (ZmStation            *station,
                                        const ZmManifestRow  *row,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        zm_registry_change    (ZmStation             *station,
                                       ZmDeviceRecord        *record,
                                       json_t                *changes,
                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        zm_registry_set_state_within (ZmStation      *station,
                                              const char     *device_id,
                                              ZmDeviceState   state,
                                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets check "device.unknown", as does what follows. */
ZmDeviceRecord *zm_registry_get       (ZmStation             *station,
                                       const char            *device_id,
                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Elements ZmDeviceRecord, by deviceId. */
GPtrArray      *zm_registry_list      (ZmStation             *station,
                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        zm_registry_set_state (ZmStation             *station,
                                       const char            *device_id,
                                       ZmDeviceState          state,
                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
