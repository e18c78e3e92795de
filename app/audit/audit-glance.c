#include "app/audit/audit-glance.h"

#include "app/audit/audit-record.h"
#include "app/base/hex.h"
#include "app/base/jcs-scan.h"

#include <string.h>

#define LEAF_MAX (ZM_AUDIT_DETAIL_MAX + 16 * ZM_AUDIT_TEXT_MAX)

struct _ZmAuditGlance {
  GByteArray *leaf; /* 00, then the row without its hash in its canonical form */
};

typedef struct {
  const char *text;
  gsize length;
} Word;

/* The members in the order of their canonical form, with their columns in ZM_AUDIT_COLUMNS. */
static const struct {
  const char *opening;
  int column;
  gboolean required;
} members[] = {
  { "{\"action\":", 8, TRUE },
  { ",\"actor\":", 2, TRUE },
  { ",\"desk\":", 4, TRUE },
  { ",\"detail\":", 10, TRUE },
  { ",\"device\":", 7, FALSE },
  { ",\"outcome\":", 9, TRUE },
  { ",\"port\":", 5, FALSE },
  { ",\"prev_hash\":", 11, TRUE },
  { ",\"role\":", 3, TRUE },
  { ",\"seq\":", 0, TRUE },
  { ",\"session\":", 6, FALSE },
  { ",\"time\":", 1, TRUE },
};

enum {
  COLUMN_SEQ = 0,
  COLUMN_TIME = 1,
  COLUMN_ACTION = 8,
  COLUMN_OUTCOME = 9,
  COLUMN_DETAIL = 10,
  COLUMN_PREVIOUS = 11,
  COLUMN_HASH = 12,
};

ZmAuditGlance *
zm_audit_glance_new (void)
{
  ZmAuditGlance *self = g_new0 (ZmAuditGlance, 1);

  self->leaf = g_byte_array_sized_new (LEAF_MAX);
  return self;
}

void
zm_audit_glance_free (ZmAuditGlance *self)
{
  if (self == NULL)
    return;

  g_byte_array_unref (self->leaf);
  g_free (self);
}

static void
append (ZmAuditGlance *self,
        const char    *text,
        gsize          length)
{
  g_byte_array_append (self->leaf, (const guint8 *) text, (guint) length);
}

static gboolean
is_two_digits (const char *text,
               int         least,
               int         most)
{
  int value = (text[0] - '0') * 10 + text[1] - '0';

  return g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]) && value >= least && value <= most;
}

/* Of the years of one century, in which every fourth is a leap year. */
static gboolean
is_date (const char *text)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int year, month;

  if (memcmp (text, "20", 2) != 0 || !is_two_digits (text + 2, 0, 99) || text[4] != '-' ||
      !is_two_digits (text + 5, 1, 12) || text[7] != '-')
    return FALSE;

  year = (text[2] - '0') * 10 + text[3] - '0';
  month = (text[5] - '0') * 10 + text[6] - '0';
  return is_two_digits (text + 8, 1, lengths[month - 1] + (month == 2 && year % 4 == 0));
}

static gboolean
is_time (const Word *word)
{
  const char *text = word->text;

  if (word->length != strlen ("2000-01-01T00:00:00.000000Z") || text[10] != 'T' ||
      text[13] != ':' || text[16] != ':' || text[19] != '.' || text[26] != 'Z')
    return FALSE;

  return is_date (text) && is_two_digits (text + 11, 0, 23) &&
         is_two_digits (text + 14, 0, 59) && is_two_digits (text + 17, 0, 59) &&
         is_two_digits (text + 20, 0, 99) && is_two_digits (text + 22, 0, 99) &&
         is_two_digits (text + 24, 0, 99);
}

static gboolean
is_action (const Word *word)
{
  for (gsize i = 0; i < word->length; i++)
    {
      char character = word->text[i];

      if (!g_ascii_islower (character) && !g_ascii_isdigit (character) && character != '.' &&
          character != '-')
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_outcome (const Word *word)
{
  for (guint i = ZM_AUDIT_SUCCESS; i <= ZM_AUDIT_UNKNOWN; i++)
    {
      const char *name = zm_audit_record_outcome_name ((ZmAuditOutcome) i);

      if (strlen (name) == word->length && memcmp (name, word->text, word->length) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_sure (int         column,
         const Word *word)
{
  if (word->length == 0)
    return FALSE;
  if (column == COLUMN_DETAIL)
    return word->length <= ZM_AUDIT_DETAIL_MAX && zm_jcs_scan_is_plain (word->text, word->length);
  if (word->length > ZM_AUDIT_TEXT_MAX || !zm_jcs_scan_is_plain_string (word->text, word->length))
    return FALSE;

  switch (column)
    {
    case COLUMN_ACTION:
      return is_action (word);
    case COLUMN_OUTCOME:
      return is_outcome (word);
    case COLUMN_TIME:
      return is_time (word);
    default:
      return TRUE;
    }
}

static gboolean
append_seq (ZmAuditGlance *self,
            ZmStatement   *statement,
            const char    *opening,
            gint64         seq)
{
  char number[24];
  int length = g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, seq);

  append (self, opening, strlen (opening));
  append (self, number, (gsize) length);

  return zm_statement_column_type (statement, COLUMN_SEQ) == ZM_COLUMN_INTEGER &&
         zm_statement_column_int64 (statement, COLUMN_SEQ) == seq;
}

static gboolean
append_text (ZmAuditGlance *self,
             ZmStatement   *statement,
             gsize          i)
{
  int column = members[i].column;
  gboolean quoted = column != COLUMN_DETAIL;
  Word word;

  word.text = zm_statement_peek_text (statement, column, &word.length);
  if (word.text == NULL)
    return !members[i].required && zm_statement_column_is_null (statement, column);
  if (!is_sure (column, &word))
    return FALSE;

  append (self, members[i].opening, strlen (members[i].opening));
  append (self, "\"", quoted);
  append (self, word.text, word.length);
  append (self, "\"", quoted);

  return TRUE;
}

static gboolean
has_text (ZmStatement *statement,
          int          column,
          const char  *expected)
{
  gsize length;
  const char *text = zm_statement_peek_text (statement, column, &length);

  return text != NULL && length == strlen (expected) && memcmp (text, expected, length) == 0;
}

gboolean
zm_audit_glance_trust (ZmAuditGlance *self,
                       ZmStatement   *statement,
                       gint64         seq,
                       const char    *previous,
                       guint8         hash[ZM_SHA256_LENGTH])
{
  g_autofree char *hex = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!has_text (statement, COLUMN_PREVIOUS, previous))
    return FALSE;

  g_byte_array_set_size (self->leaf, 0);
  append (self, "\0", 1);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (members[i].column == COLUMN_SEQ
          ? !append_seq (self, statement, members[i].opening, seq)
          : !append_text (self, statement, i))
        return FALSE;
    }
  append (self, "}", 1);

  zm_digest_sha256 (self->leaf->data, self->leaf->len, hash);
  hex = zm_hex_encode (hash, ZM_SHA256_LENGTH);
  return has_text (statement, COLUMN_HASH, hex);
}
