#pragma once

#include "app/store/device-record.h"
#include "app/store/device-standing.h"
#include "app/store/session-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads the registry for people: filtered, sorted by whatever they look at, and in parts. What is
 * sorted is read once, as the numbers of its rows; the rows themselves when somebody looks at them.
 * So a jump costs what a step costs, and a list does not shift while it is looked at. */

typedef enum {
  ZM_DEVICE_COLUMN_DEVICE,
  ZM_DEVICE_COLUMN_LABEL,
  ZM_DEVICE_COLUMN_LOCATION,
  ZM_DEVICE_COLUMN_MODEL,
  ZM_DEVICE_COLUMN_SERIAL_NUMBER,
  ZM_DEVICE_COLUMN_ASSET_TAG,
  ZM_DEVICE_COLUMN_STATE,
  ZM_DEVICE_COLUMN_EXPIRY,
  ZM_DEVICE_COLUMN_SEEN,
  ZM_DEVICE_COLUMN_VERIFIED,
  ZM_DEVICE_COLUMN_OUTCOME,
  ZM_N_DEVICE_COLUMNS,
} ZmDeviceColumn;

/* NULL and 0 mean any. */
typedef struct {
  const char *text;    /* within deviceId, label, model, serial number, location or asset tag */
  const char *serial;  /* or: of one of its certificates, in the canonical form */
  const char *ward;    /* "": nowhere */
  guint states;        /* bits, 1 << ZmDeviceState */
  guint standings;     /* bits, ZM_STANDING_BIT() */
  gboolean half_done;  /* has an open session */
} ZmDeviceFilter;

/* What a row shows of one device. */
typedef struct {
  gint64 row;
  char *device_id;
  char *label;
  char *model; /* from here to asset_tag: may be NULL */
  char *serial_number;
  char *location;
  char *asset_tag;
  ZmDeviceState state;
  ZmInstant ends_at;   /* 0: no certificate in use */
  gboolean revoked;    /* one was */
  gboolean has_session;
  ZmSessionState outcome; /* of the last session, if it has one */
  ZmInstant seen_at;     /* when that changed last; 0 */
  ZmInstant verified_at; /* the last proof; 0 */
} ZmDeviceLine;

/* How many devices of a ward stand how; retired ones do not count. */
typedef struct {
  char *ward;
  char *key; /* by which it is sorted */
  guint counts[ZM_N_STANDINGS];
} ZmWardExpiry;

void        zm_device_query_line_free        (ZmDeviceLine *line);

/* The numbers (gint64) of the rows that filter lets through, in order; what has nothing in the column
 * comes last. now is what the standings are judged by. */
GArray     *zm_device_query_order      (ZmDatabase            *database,
                                        const ZmDeviceFilter  *filter,
                                        ZmDeviceColumn         sort,
                                        gboolean               descending,
                                        ZmInstant              now,
                                        GCancellable          *cancellable,
                                        GError               **error);
/* ZmDeviceLine, or NULL where a row is there no more, for each of the numbers, of which none comes
 * twice. */
GPtrArray  *zm_device_query_lines      (ZmDatabase            *database,
                                        const gint64          *rows,
                                        gsize                  n_rows,
                                        GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* One device, by its deviceId. Sets check "device.unknown". */
ZmDeviceLine *zm_device_query_get      (ZmDatabase            *database,
                                        const char            *device_id,
                                        GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    zm_device_query_count      (ZmDatabase            *database,
                                        gint64                *count,
                                        GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* ZmWardExpiry, by ward as the language sorts them, and a number in a name by its value. */
GPtrArray  *zm_device_query_wards      (ZmDatabase            *database,
                                        ZmInstant              now,
                                        GCancellable          *cancellable,
                                        GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmDeviceLine, zm_device_query_line_free)

G_END_DECLS
