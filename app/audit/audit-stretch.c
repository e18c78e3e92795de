#include "app/audit/audit-stretch.h"

#include "app/audit/audit-record.h"
#include "app/base/hex.h"

#include <string.h>

typedef struct {
  ZmAuditStretch *stretch;
  ZmAuditGlance *glance;
  char previous[2 * ZM_SHA256_LENGTH + 1];
} Walk;

static gboolean
read_before (ZmAuditStretch *stretch,
             ZmDatabase     *database)
{
  g_autoptr(ZmStatement) statement = NULL;
  const char *text;
  gsize length;

  memcpy (stretch->before, ZM_AUDIT_FIRST_PREV, sizeof stretch->before);
  if (stretch->first == 1)
    return TRUE;

  statement = zm_statement_new (database, "SELECT hash FROM security_audit_log NOT INDEXED "
                                          "WHERE seq = ?", NULL);
  if (statement == NULL)
    return FALSE;

  zm_statement_bind_int64 (statement, 1, stretch->first - 1);
  if (zm_statement_step (statement, NULL) != ZM_STEP_ROW)
    return FALSE;

  text = zm_row_peek_text (zm_statement_get_row (statement), 0, &length);
  if (text == NULL || length != sizeof stretch->before - 1)
    return FALSE;

  memcpy (stretch->before, text, length);
  return TRUE;
}

/* For what is beyond a glance. */
static gboolean
is_right (const ZmRow *row,
          gint64       seq,
          const char  *previous,
          guint8       hash[ZM_SHA256_LENGTH])
{
  g_autoptr(ZmAuditRecord) record = zm_audit_record_read (row, NULL);
  char computed[2 * ZM_SHA256_LENGTH + 1];

  if (record == NULL || record->seq != seq || strcmp (record->prev_hash, previous) != 0 ||
      !zm_audit_record_digest (record, hash, NULL))
    return FALSE;

  zm_hex_write (hash, ZM_SHA256_LENGTH, computed);
  return strcmp (record->hash, computed) == 0;
}

static gboolean
visit_row (const ZmRow *row,
           gpointer     data)
{
  Walk *walk = data;
  ZmAuditStretch *stretch = walk->stretch;
  gint64 seq = stretch->first + stretch->n_hashes;
  guint8 *hash;

  if (seq > stretch->last)
    return FALSE;

  hash = stretch->hashes[stretch->n_hashes];
  if (!zm_audit_glance_trust (walk->glance, row, seq, walk->previous, hash) &&
      !is_right (row, seq, walk->previous, hash))
    return FALSE;

  zm_hex_write (hash, ZM_SHA256_LENGTH, walk->previous);
  stretch->n_hashes++;
  return TRUE;
}

gboolean
zm_audit_stretch_check (ZmAuditStretch *stretch,
                        ZmDatabase     *database,
                        ZmAuditGlance  *glance)
{
  Walk walk = { .stretch = stretch, .glance = glance };
  g_autofree char *source = NULL;
  gboolean whole;

  g_return_val_if_fail (stretch != NULL && stretch->first > 0, FALSE);
  g_return_val_if_fail (stretch->last - stretch->first < ZM_AUDIT_STRETCH_ROWS, FALSE);

  stretch->n_hashes = 0;
  if (!read_before (stretch, database))
    return FALSE;

  memcpy (walk.previous, stretch->before, sizeof walk.previous);
  /* Whatever is before the first row of all is wrong there. */
  source = g_strdup_printf ("security_audit_log NOT INDEXED WHERE seq BETWEEN %" G_GINT64_FORMAT
                            " AND %" G_GINT64_FORMAT,
                            stretch->first == 1 ? G_MININT64 : stretch->first, stretch->last);
  whole = zm_row_visit (database, ZM_AUDIT_COLUMNS, source, visit_row, &walk, NULL);

  return whole && stretch->n_hashes == stretch->last - stretch->first + 1;
}
