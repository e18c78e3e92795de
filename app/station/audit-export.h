#pragma once

#include "app/audit/audit-filter.h"
#include "app/station/audit-desk.h"

G_BEGIN_DECLS

/* What of the audit log fits a filter, written out for others, the oldest record first; who took what
 * is on record before the file has its name, and what cannot be recorded is not given out. */
typedef enum {
  ZM_AUDIT_FORMAT_CSV,  /* RFC 4180; no cell is a formula to a spreadsheet */
  ZM_AUDIT_FORMAT_JSON, /* one object, "export" and "records" */
  ZM_AUDIT_FORMAT_PDF,  /* A4, in sentences; at most ZM_AUDIT_EXPORT_PDF_MAX */
} ZmAuditFormat;

#define ZM_AUDIT_EXPORT_PDF_MAX 50000 /* records, some two thousand pages */

/* "csv", "json", "pdf": the ending of its files too. */
const char *zm_audit_export_format_name  (ZmAuditFormat         format);
gboolean    zm_audit_export_format_parse (const char           *name,
                                          ZmAuditFormat        *format);
/* Whoever is signed in may. A file of this name is replaced if replace says so. watch may be NULL;
 * records: how many were written. Sets "role.denied", "audit.export-size", "file.exists",
 * "file.write", or G_IO_ERROR_CANCELLED. */
gboolean    zm_audit_export_write        (ZmStation            *station,
                                          const ZmAuditFilter  *filter,
                                          ZmAuditFormat         format,
                                          const char           *path,
                                          gboolean              replace,
                                          const ZmAuditWatch   *watch,
                                          guint                *records,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
