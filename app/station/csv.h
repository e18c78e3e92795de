#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Records of a CSV text (RFC 4180) one after the other; lines end with CRLF or LF. It knows
 * nothing of headers. */
typedef struct {
  const char *position;
  const char *end;
  guint       line; /* of position, from 1 */
} ZmCsv;

typedef enum {
  ZM_CSV_RECORD,
  ZM_CSV_BROKEN, /* a quote where none may stand, or one that is never closed */
  ZM_CSV_END,
} ZmCsvResult;

void        zm_csv_init (ZmCsv      *csv,
                         const char *text,
                         gsize       length);
/* The next record's fields (char *, filled anew) and the line it begins in. After a broken one the
 * next line is taken for a new record. */
ZmCsvResult zm_csv_next (ZmCsv      *csv,
                         GPtrArray  *fields,
                         guint      *line);

/* One record that any program reads and no spreadsheet takes for a formula: what could be one gets an
 * apostrophe in front (OWASP, CSV injection). fields end with NULL. */
void        zm_csv_append (GString           *text,
                           const char *const *fields);
/* Whether a spreadsheet would take the cell for a formula. */
gboolean    zm_csv_is_formula (const char    *cell);

G_END_DECLS
