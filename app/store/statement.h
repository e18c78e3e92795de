#pragma once

#include "app/base/instant.h"
#include "app/store/row.h"

#include <stdarg.h>

G_BEGIN_DECLS

/* One prepared statement. It holds the database's lock from its making to its freeing, on one
 * thread: keep it short. Implemented behind the door, in database.c. */
typedef struct _ZmStatement ZmStatement;

typedef enum {
  ZM_STEP_ROW,
  ZM_STEP_DONE,
  ZM_STEP_ERROR,
} ZmStep;

ZmStatement *zm_statement_new            (ZmDatabase   *database,
                                          const char   *sql,
                                          GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* A name of the schema as it stands in SQL. Owned by the caller. */
char        *zm_statement_quote          (const char   *name);
void         zm_statement_free           (ZmStatement  *statement);

/* Parameters count from 1. Text and bytes are copied; NULL binds NULL. What cannot be bound makes
 * the next step fail. */
void         zm_statement_bind_text      (ZmStatement  *statement,
                                          int           parameter,
                                          const char   *text);
void         zm_statement_bind_int64     (ZmStatement  *statement,
                                          int           parameter,
                                          gint64        number);
void         zm_statement_bind_bytes     (ZmStatement  *statement,
                                          int           parameter,
                                          GBytes       *bytes);
/* RFC 3339 with microseconds, whose order as text is that of time; 0 binds NULL. */
void         zm_statement_bind_instant   (ZmStatement  *statement,
                                          int           parameter,
                                          ZmInstant     instant);
void         zm_statement_bind_null      (ZmStatement  *statement,
                                          int           parameter);
/* A letter for each parameter: t const char *, i gint64 (cast it), b GBytes *, z ZmInstant. NULL
 * as format binds nothing. */
void         zm_statement_bind_valist    (ZmStatement  *statement,
                                          const char   *format,
                                          va_list       args);

ZmStep       zm_statement_step           (ZmStatement  *statement,
                                          GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* One statement whose rows do not matter, from making to freeing; format as above. */
gboolean     zm_statement_execute        (ZmDatabase   *database,
                                          const char   *sql,
                                          GError      **error,
                                          const char   *format,
                                          ...) G_GNUC_WARN_UNUSED_RESULT;

/* Columns count from 0. The text lives until the next step, and is NULL where the column is. It
 * may come from a hostile file: check the type, and bytes for zeros within. */
ZmColumnType zm_statement_column_type    (ZmStatement  *statement,
                                          int           column);
gboolean     zm_statement_column_is_null (ZmStatement  *statement,
                                          int           column);
const char  *zm_statement_column_text    (ZmStatement  *statement,
                                          int           column);
gint64       zm_statement_column_int64   (ZmStatement  *statement,
                                          int           column);
/* The bytes of a blob or a text; NULL where the column is. */
GBytes      *zm_statement_column_bytes   (ZmStatement  *statement,
                                          int           column) G_GNUC_WARN_UNUSED_RESULT;
/* All of them, until the next step. */
const ZmRow *zm_statement_get_row        (ZmStatement  *statement);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmStatement, zm_statement_free)

G_END_DECLS
