#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A list of devices to be registered, as the hospital's inventory exports it: CSV (RFC 4180) in
 * UTF-8, with a header line that names the columns deviceId, label, model, serialNumber, location
 * and assetTag in any order; the first two must be there. Pure: bytes in, rows or faults out. It
 * knows nothing of the registry. */

#define ZM_MANIFEST_MAX      (16 * 1024 * 1024) /* bytes */
#define ZM_MANIFEST_ROWS_MAX 100000
#define ZM_MANIFEST_CELL_MAX 128                /* characters, as of a label */

typedef struct {
  guint  line; /* where it begins in the file, from 1 */
  char  *device_id;
  char  *label;
  char  *model;         /* from here on: NULL where the cell is empty or the column missing */
  char  *serial_number;
  char  *location;
  char  *asset_tag;
} ZmManifestRow;

/* One thing that is wrong with one line. */
typedef struct {
  guint  line;
  char  *check;    /* "manifest.quote", "manifest.columns", "manifest.formula", "manifest.text",
                      "manifest.duplicate", "device.id", "device.label" */
  char  *column;   /* NULL: the line as a whole */
  char  *seen;     /* hostile text; may be NULL */
  char  *expected;
} ZmManifestFault;

typedef struct {
  char      *sha256; /* of the file, hex */
  GPtrArray *rows;   /* ZmManifestRow, those that are good */
  GPtrArray *faults; /* ZmManifestFault, every one, in the order of the lines */
} ZmManifest;

/* What makes the file as a whole unreadable is an error: "manifest.size", "manifest.encoding" (seen
 * names the encoding), "manifest.header", "manifest.rows". */
ZmManifest *zm_manifest_parse      (const char  *data,
                                    gsize        length,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void        zm_manifest_free       (ZmManifest  *manifest);
/* Judges one cell as a line of the list is judged, for what comes another way; column is one of
 * the header's names. NULL and "" are the same. */
gboolean    zm_manifest_check_cell (const char  *column,
                                    const char  *cell,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* All strings are copied. */
void        zm_manifest_add_fault  (ZmManifest  *manifest,
                                    guint        line,
                                    const char  *check,
                                    const char  *column,
                                    const char  *seen,
                                    const char  *expected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmManifest, zm_manifest_free)

G_END_DECLS
