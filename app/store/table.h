#pragma once

#include "app/store/statement.h"

G_BEGIN_DECLS

/* Between a plain struct and a row: each record file describes its struct once, and inserting,
 * updating, reading and freeing follow from that. For record files only. */

typedef enum {
  ZM_FIELD_ID,      /* gint64, the row's own number; 0 lets SQLite choose */
  ZM_FIELD_TEXT,    /* char *, NULL is NULL */
  ZM_FIELD_INTEGER, /* gint64 */
  ZM_FIELD_BOOLEAN, /* gboolean */
  ZM_FIELD_INSTANT, /* ZmInstant, 0 is NULL */
  ZM_FIELD_BYTES,   /* GBytes *, NULL is NULL */
  ZM_FIELD_ENUM,    /* an enum from 0; an empty name is NULL */
} ZmFieldKind;

typedef struct {
  const char *column;
  ZmFieldKind kind;
  gsize offset;
  const char *const *names; /* of the enum's values, NULL at the end */
} ZmField;

typedef struct {
  const char *name;
  const char *unknown; /* the check when a row is not there, e.g. "device.unknown" */
  gsize size;
  GDestroyNotify free_record;
  const ZmField *fields; /* the first one is the key of zm_table_update() */
  gsize n_fields;
  const char *source; /* what is read, in SQL; NULL: the table itself. Such rows are only read */
} ZmTable;

gboolean   zm_table_insert      (const ZmTable  *table,
                                 ZmDatabase     *database,
                                 const void     *record,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a table whose first field is ZM_FIELD_ID, which is filled. */
gboolean   zm_table_insert_new  (const ZmTable  *table,
                                 ZmDatabase     *database,
                                 gpointer        record,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* The whole row. Sets the table's unknown check (ZM_ERROR_NOT_FOUND). */
gboolean   zm_table_update      (const ZmTable  *table,
                                 ZmDatabase     *database,
                                 const void     *record,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* A change that must touch a row, or the table's unknown check is set. */
gboolean   zm_table_change      (const ZmTable  *table,
                                 ZmDatabase     *database,
                                 const char     *sql,
                                 GError        **error,
                                 const char     *format,
                                 ...) G_GNUC_WARN_UNUSED_RESULT;
/* clause follows "SELECT … FROM table": "WHERE …" or "ORDER BY …". The first row, or the table's
 * unknown check. */
gpointer   zm_table_get         (const ZmTable  *table,
                                 ZmDatabase     *database,
                                 const char     *clause,
                                 GError        **error,
                                 const char     *format,
                                 ...) G_GNUC_WARN_UNUSED_RESULT;
/* All rows, owned by the array; none is no error. */
GPtrArray *zm_table_list        (const ZmTable  *table,
                                 ZmDatabase     *database,
                                 const char     *clause,
                                 GError        **error,
                                 const char     *format,
                                 ...) G_GNUC_WARN_UNUSED_RESULT;
void       zm_table_free_record (const ZmTable  *table,
                                 gpointer        record);

G_END_DECLS
