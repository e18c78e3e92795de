#include "app/audit/audit-glance.h"

#include "app/audit/audit-record.h"
#include "app/base/hex.h"
#include "app/base/jcs-scan.h"

#include <string.h>

#define HASH_DIGITS (2 * ZM_SHA256_LENGTH)
#define LEAF_MAX    (ZM_AUDIT_DETAIL_MAX + 16 * ZM_AUDIT_TEXT_MAX)

/* Nothing is allocated for a row: there are a million of them. */
struct _ZmAuditGlance {
  guint8 leaf[LEAF_MAX]; /* 00, then the row without its hash in its canonical form */
  gsize length;
};

typedef struct {
  const char *text;
  gsize length;
} Word;

#define OPENING(text) (text), sizeof (text) - 1

/* The members in the order of their canonical form, with their columns in ZM_AUDIT_COLUMNS. */
static const struct {
  const char *opening;
  gsize length;
  gboolean quoted;
  int column;
  gboolean required;
} members[] = {
  { OPENING ("{\"action\":\""), TRUE, 8, TRUE },
  { OPENING (",\"actor\":\""), TRUE, 2, TRUE },
  { OPENING (",\"desk\":\""), TRUE, 4, TRUE },
  { OPENING (",\"detail\":"), FALSE, 10, TRUE },
  { OPENING (",\"device\":\""), TRUE, 7, FALSE },
  { OPENING (",\"outcome\":\""), TRUE, 9, TRUE },
  { OPENING (",\"port\":\""), TRUE, 5, FALSE },
  { OPENING (",\"prev_hash\":\""), TRUE, 11, TRUE },
  { OPENING (",\"role\":\""), TRUE, 3, TRUE },
  { OPENING (",\"seq\":"), FALSE, 0, TRUE },
  { OPENING (",\"session\":\""), TRUE, 6, FALSE },
  { OPENING (",\"time\":\""), TRUE, 1, TRUE },
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
  return g_new0 (ZmAuditGlance, 1);
}

void
zm_audit_glance_free (ZmAuditGlance *self)
{
  g_free (self);
}

/* Every text is bounded before it comes here. */
static void
append (ZmAuditGlance *self,
        const char    *text,
        gsize          length)
{
  memcpy (self->leaf + self->length, text, length);
  self->length += length;
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

static void
append_number (ZmAuditGlance *self,
               guint64        number)
{
  char digits[20];
  gsize at = sizeof digits;

  do
    digits[--at] = (char) ('0' + number % 10);
  while ((number /= 10) != 0);
  append (self, digits + at, sizeof digits - at);
}

static gboolean
append_seq (ZmAuditGlance *self,
            const ZmRow   *row,
            gsize          i,
            gint64         seq)
{
  append (self, members[i].opening, members[i].length);
  append_number (self, (guint64) seq);

  return zm_row_get_type (row, COLUMN_SEQ) == ZM_COLUMN_INTEGER &&
         zm_row_get_int64 (row, COLUMN_SEQ) == seq;
}

static gboolean
is_same (const Word *word,
         const char *expected)
{
  return word->length == HASH_DIGITS && memcmp (word->text, expected, HASH_DIGITS) == 0;
}

/* previous: a hash as the log writes it, so that what equals it needs no look. */
static gboolean
append_member (ZmAuditGlance *self,
               const ZmRow   *row,
               gsize          i,
               const char    *previous)
{
  int column = members[i].column;
  Word word;

  word.text = zm_row_peek_text (row, column, &word.length);
  if (word.text == NULL)
    return !members[i].required && zm_row_get_type (row, column) == ZM_COLUMN_NULL;
  if (column == COLUMN_PREVIOUS ? !is_same (&word, previous) : !is_sure (column, &word))
    return FALSE;

  append (self, members[i].opening, members[i].length);
  append (self, word.text, word.length);
  if (members[i].quoted)
    append (self, "\"", 1);

  return TRUE;
}

static gboolean
append_row (ZmAuditGlance *self,
            const ZmRow   *row,
            gint64         seq,
            const char    *previous)
{
  self->length = 0;
  append (self, "\0", 1);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (members[i].column == COLUMN_SEQ ? !append_seq (self, row, i, seq)
                                          : !append_member (self, row, i, previous))
        return FALSE;
    }
  append (self, "}", 1);

  return TRUE;
}

gboolean
zm_audit_glance_trust (ZmAuditGlance *self,
                       const ZmRow   *row,
                       gint64         seq,
                       const char    *previous,
                       guint8         hash[ZM_SHA256_LENGTH])
{
  char text[HASH_DIGITS + 1];
  Word word;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (previous != NULL && strlen (previous) == HASH_DIGITS, FALSE);

  if (!append_row (self, row, seq, previous))
    return FALSE;

  zm_digest_sha256 (self->leaf, self->length, hash);
  zm_hex_write (hash, ZM_SHA256_LENGTH, text);
  word.text = zm_row_peek_text (row, COLUMN_HASH, &word.length);
  return word.text != NULL && is_same (&word, text);
}
