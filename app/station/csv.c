#include "app/station/csv.h"

#include <string.h>

void
zm_csv_init (ZmCsv      *csv,
             const char *text,
             gsize       length)
{
  csv->position = text;
  csv->end = text + length;
  csv->line = 1;
}

static gboolean
at_line_end (const ZmCsv *csv)
{
  gsize left = (gsize) (csv->end - csv->position);

  return left == 0 || *csv->position == '\n' ||
         (left >= 2 && csv->position[0] == '\r' && csv->position[1] == '\n');
}

static void
skip_line (ZmCsv *csv)
{
  const char *feed = memchr (csv->position, '\n', (gsize) (csv->end - csv->position));

  csv->position = feed != NULL ? feed + 1 : csv->end;
  csv->line++;
}

/* Behind the opening quote; ends behind the closing one. */
static gboolean
read_quoted (ZmCsv   *csv,
             GString *field)
{
  while (csv->position < csv->end)
    {
      char byte = *csv->position++;

      if (byte == '"' && (csv->position == csv->end || *csv->position != '"'))
        return TRUE;
      if (byte == '"')
        csv->position++;
      if (byte == '\n')
        csv->line++;
      g_string_append_c (field, byte);
    }

  return FALSE;
}

static gboolean
read_plain (ZmCsv   *csv,
            GString *field)
{
  while (!at_line_end (csv) && *csv->position != ',')
    {
      if (*csv->position == '"')
        return FALSE;
      g_string_append_c (field, *csv->position++);
    }

  return TRUE;
}

static gboolean
read_field (ZmCsv     *csv,
            GPtrArray *fields)
{
  g_autoptr(GString) field = g_string_new (NULL);
  gboolean ok;

  if (csv->position < csv->end && *csv->position == '"')
    {
      csv->position++;
      ok = read_quoted (csv, field) && (at_line_end (csv) || *csv->position == ',');
    }
  else
    ok = read_plain (csv, field);
  if (ok)
    g_ptr_array_add (fields, g_string_free (g_steal_pointer (&field), FALSE));

  return ok;
}

static gboolean
read_fields (ZmCsv     *csv,
             GPtrArray *fields)
{
  while (read_field (csv, fields))
    {
      if (at_line_end (csv))
        return TRUE;
      csv->position++; /* the comma */
    }

  return FALSE;
}

ZmCsvResult
zm_csv_next (ZmCsv     *csv,
             GPtrArray *fields,
             guint     *line)
{
  ZmCsv start = *csv;

  g_ptr_array_set_size (fields, 0);
  if (csv->position >= csv->end)
    return ZM_CSV_END;

  *line = csv->line;
  if (read_fields (csv, fields))
    {
      skip_line (csv);
      return ZM_CSV_RECORD;
    }

  /* An unclosed quote swallows the rest of the text, which must not hide what is wrong there. */
  if (csv->position >= csv->end)
    *csv = start;
  skip_line (csv);
  return ZM_CSV_BROKEN;
}

gboolean
zm_csv_is_formula (const char *cell)
{
  return *cell != '\0' && strchr ("=+-@\t\r", *cell) != NULL;
}

static void
append_field (GString    *text,
              const char *field)
{
  g_string_append_c (text, '"');
  if (zm_csv_is_formula (field))
    g_string_append_c (text, '\'');
  for (; *field != '\0'; field++)
    {
      if (*field == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *field);
    }
  g_string_append_c (text, '"');
}

void
zm_csv_append (GString           *text,
               const char *const *fields)
{
  for (gsize i = 0; fields[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_field (text, fields[i]);
    }
  g_string_append (text, "\r\n");
}
