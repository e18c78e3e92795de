#pragma once

#include "app/station/manifest.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* What the import of a list would do, line by line, before anything is done. A line is judged as
 * manifest.h judges it, and then held against the registry. An empty cell, or a column that is not
 * there, leaves what the registry has: a list never takes anything out of it. */

typedef enum {
  ZM_IMPORT_BAD,     /* stays out */
  ZM_IMPORT_NEW,
  ZM_IMPORT_CHANGED, /* the registry knows the device, and the list says something else of it */
  ZM_IMPORT_SAME,    /* nothing to do */
  ZM_N_IMPORT_KINDS,
} ZmImportKind;

typedef struct {
  const char *column; /* by the name in the header */
  char *old;          /* NULL: nothing yet */
  char *new;
} ZmImportChange;

/* One line, or one of the things that are wrong with one. */
typedef struct {
  guint line;
  ZmImportKind kind;
  const ZmManifestRow *row;     /* NULL for a bad one */
  const ZmManifestFault *fault; /* of a bad one */
  GPtrArray *changes;           /* ZmImportChange; NULL but for a changed one */
} ZmImportLine;

typedef struct {
  ZmManifest *manifest;
  GPtrArray *lines;                /* ZmImportLine, in the order of the file */
  guint counts[ZM_N_IMPORT_KINDS]; /* lines of the file; a bad one once, whatever is wrong with it */
} ZmImportPlan;

/* "bad", "new", "changed", "same". */
const char   *zm_import_plan_kind_name     (ZmImportKind         kind);

/* Reads the registry, and changes nothing. Sets the checks of zm_manifest_parse(). */
ZmImportPlan *zm_import_plan_new           (ZmStation           *station,
                                            GBytes              *content,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void          zm_import_plan_free          (ZmImportPlan        *plan);
/* Writes what is new and what is changed, in one transaction with its audit records. Sets check
 * "import.stale" where the registry is not as it was when the plan was made, and "import.nothing"
 * where there is nothing to be done; then nothing is written. */
gboolean      zm_import_plan_run           (ZmStation           *station,
                                            const ZmImportPlan  *plan,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The bad lines as CSV: line, column, seen, expected, check. */
char         *zm_import_plan_format_faults (const ZmImportPlan  *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmImportPlan, zm_import_plan_free)

G_END_DECLS
