#include "app/base/jcs-scan.h"

#include <string.h>

#define DEPTH_MAX  8
#define DIGITS_MAX 15 /* below 2^53 */

#define EACH(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))

typedef struct {
  const char *at;
  const char *end;
} Scan;

typedef struct {
  const char *text;
  gsize length;
} Word;

static gboolean scan_value (Scan *scan,
                            guint depth);

static gboolean
is_plain (char character)
{
  return character >= 0x20 && character < 0x7f && character != '"' && character != '\\';
}

/* The same for eight at once: the highest bit of each byte that is not plain. No sum of seven bits
 * carries into the next byte. */
static guint64
find_odd (const char *text)
{
  guint64 bytes, low, odd;

  memcpy (&bytes, text, sizeof bytes);
  bytes = GUINT64_FROM_LE (bytes);
  low = bytes & EACH (0x7f);

  odd = ~(low + EACH (0x60));                      /* below 0x20 */
  odd |= low + EACH (0x01);                        /* 0x7f */
  odd |= ~((low ^ EACH ((guint8) '"')) + EACH (0x7f));
  odd |= ~((low ^ EACH ((guint8) '\\')) + EACH (0x7f));

  return (odd | bytes) & EACH (0x80);
}

/* Of a text, how many bytes before the first that is not plain. */
static gsize
measure_plain (const char *text,
               gsize       length)
{
  gsize i = 0;

  for (; length - i >= sizeof (guint64); i += sizeof (guint64))
    {
      guint64 odd = find_odd (text + i);

      if (odd != 0)
        return i + (gsize) __builtin_ctzll (odd) / 8;
    }
  while (i < length && is_plain (text[i]))
    i++;

  return i;
}

gboolean
zm_jcs_scan_is_plain_string (const char *text,
                             gsize       length)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return measure_plain (text, length) == length;
}

static gboolean
take (Scan *scan,
      char  character)
{
  if (scan->at == scan->end || *scan->at != character)
    return FALSE;

  scan->at++;
  return TRUE;
}

static gboolean
take_word (Scan       *scan,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return FALSE;

  scan->at += length;
  return TRUE;
}

static gboolean
scan_string (Scan *scan,
             Word *word)
{
  if (!take (scan, '"'))
    return FALSE;

  word->text = scan->at;
  word->length = measure_plain (scan->at, (gsize) (scan->end - scan->at));
  scan->at += word->length;

  return take (scan, '"');
}

static gboolean
scan_integer (Scan *scan)
{
  gboolean negative = take (scan, '-');
  const char *first = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;
  if (scan->at == first || scan->at - first > DIGITS_MAX)
    return FALSE;

  return *first != '0' || (scan->at - first == 1 && !negative);
}

/* Of ASCII, whose order is the same in UTF-16. */
static gboolean
is_before (const Word *left,
           const Word *right)
{
  int order = memcmp (left->text, right->text, MIN (left->length, right->length));

  return order < 0 || (order == 0 && left->length < right->length);
}

static gboolean
scan_object (Scan  *scan,
             guint  depth)
{
  Word last = { NULL, 0 };

  if (depth == 0 || !take (scan, '{'))
    return FALSE;
  if (take (scan, '}'))
    return TRUE;

  do
    {
      Word member;

      if (!scan_string (scan, &member) || (last.text != NULL && !is_before (&last, &member)) ||
          !take (scan, ':') || !scan_value (scan, depth - 1))
        return FALSE;
      last = member;
    } while (take (scan, ','));

  return take (scan, '}');
}

static gboolean
scan_array (Scan  *scan,
            guint  depth)
{
  if (depth == 0 || !take (scan, '['))
    return FALSE;
  if (take (scan, ']'))
    return TRUE;

  do
    {
      if (!scan_value (scan, depth - 1))
        return FALSE;
    } while (take (scan, ','));

  return take (scan, ']');
}

static gboolean
scan_value (Scan  *scan,
            guint  depth)
{
  Word word;

  if (scan->at == scan->end)
    return FALSE;

  switch (*scan->at)
    {
    case '"':
      return scan_string (scan, &word);
    case '{':
      return scan_object (scan, depth);
    case '[':
      return scan_array (scan, depth);
    case 't':
      return take_word (scan, "true");
    case 'f':
      return take_word (scan, "false");
    case 'n':
      return take_word (scan, "null");
    default:
      return scan_integer (scan);
    }
}

gboolean
zm_jcs_scan_is_plain (const char *text,
                      gsize       length)
{
  Scan scan = { text, text + length };

  g_return_val_if_fail (text != NULL, FALSE);

  return scan_object (&scan, DEPTH_MAX) && scan.at == scan.end;
}
