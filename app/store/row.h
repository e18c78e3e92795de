#pragma once

#include "app/store/database.h"

G_BEGIN_DECLS

/* One row where SQLite has it: under a statement (zm_statement_get_row()), or on its way past a
 * visitor. Columns count from 0. What it holds may come from a hostile file: one that is not there
 * is NULL, and a text may have zeros within. */
typedef struct _ZmRow ZmRow;

typedef enum {
  ZM_COLUMN_NULL,
  ZM_COLUMN_INTEGER,
  ZM_COLUMN_REAL,
  ZM_COLUMN_TEXT,
  ZM_COLUMN_BLOB,
} ZmColumnType;

/* Whether to go on. */
typedef gboolean (*ZmRowVisitor) (const ZmRow *row,
                                  gpointer     data);

/* Before any other question, which may change it. */
ZmColumnType zm_row_get_type  (const ZmRow   *row,
                               int            column);
gint64       zm_row_get_int64 (const ZmRow   *row,
                               int            column);
/* The bytes of a blob or a text; NULL where the column is. */
GBytes      *zm_row_get_bytes (const ZmRow   *row,
                               int            column) G_GNUC_WARN_UNUSED_RESULT;
/* NULL where the column is no text. It lives as long as the row is looked at. */
const char  *zm_row_peek_text (const ZmRow   *row,
                               int            column,
                               gsize         *length);

/* Shows each row of "SELECT columns FROM source" to the visitor within SQLite, in the order in which it
 * finds them. Going out of it and back again for every row and column takes half as long again, which
 * shows where there are a million. The visitor asks nothing of this database. */
gboolean     zm_row_visit     (ZmDatabase    *database,
                               const char    *columns,
                               const char    *source,
                               ZmRowVisitor   visitor,
                               gpointer       data,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
