#include "app/base/jcs-scan.h"

#include <string.h>

#define DEPTH_MAX  8
#define DIGITS_MAX 15 /* below 2^53 */

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

gboolean
zm_jcs_scan_is_plain_string (const char *text,
                             gsize       length)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (gsize i = 0; i < length; i++)
    {
      if (!is_plain (text[i]))
        return FALSE;
    }

  return TRUE;
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
  while (scan->at < scan->end && is_plain (*scan->at))
    scan->at++;
  word->length = (gsize) (scan->at - word->text);

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
