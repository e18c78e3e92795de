#include "config.h"

#include "app/ctl/table.h"

#include "app/base/text.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define GAP "  "

static void format_object (GString      *text,
                           const json_t *object,
                           guint         indent);

/* One line, safe to show. */
static char *
format_scalar (const json_t *value)
{
  switch (json_typeof (value))
    {
    case JSON_STRING:
      return zm_text_escape (json_string_value (value), (gssize) json_string_length (value));
    case JSON_INTEGER:
      return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
    case JSON_TRUE:
      return g_strdup (_("yes"));
    case JSON_FALSE:
      return g_strdup (_("no"));
    case JSON_ARRAY:
    case JSON_OBJECT:
      {
        char *dump = json_dumps (value, JSON_COMPACT | JSON_ENSURE_ASCII);
        char *copy = g_strdup (dump);

        free (dump);
        return copy;
      }
    case JSON_NULL:
    case JSON_REAL:
    default:
      return g_strdup ("—");
    }
}

static void
append_padded (GString    *text,
               const char *word,
               gsize       width)
{
  gsize length = (gsize) g_utf8_strlen (word, -1);

  g_string_append (text, word);
  for (; length < width; length++)
    g_string_append_c (text, ' ');
}

static void
append_indent (GString *text,
               guint    indent)
{
  for (guint i = 0; i < indent; i++)
    g_string_append (text, GAP);
}

/* The members that any row has, in the order of their first appearance. */
static GPtrArray *
list_columns (const json_t *rows)
{
  GPtrArray *columns = g_ptr_array_new ();
  const json_t *row;
  gsize i;

  json_array_foreach (rows, i, row)
    {
      const char *key;
      json_t *value;

      json_object_foreach ((json_t *) row, key, value)
        {
          if (!g_ptr_array_find_with_equal_func (columns, key, g_str_equal, NULL))
            g_ptr_array_add (columns, (gpointer) key);
        }
    }

  return columns;
}

static char *
format_cell (const json_t *row,
             const char   *column)
{
  const json_t *value = json_object_get (row, column);

  return value != NULL ? format_scalar (value) : g_strdup ("");
}

static gsize
measure_column (const json_t *rows,
                const char   *column)
{
  g_autofree char *heading = zm_text_escape (column, -1);
  gsize width = (gsize) g_utf8_strlen (heading, -1);
  const json_t *row;
  gsize i;

  json_array_foreach (rows, i, row)
    {
      g_autofree char *cell = format_cell (row, column);

      width = MAX (width, (gsize) g_utf8_strlen (cell, -1));
    }

  return width;
}

/* Without the blanks that the last column would end with. */
static void
end_line (GString *text)
{
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

static void
format_rows (GString      *text,
             const json_t *rows,
             guint         indent)
{
  g_autoptr(GPtrArray) columns = list_columns (rows);
  g_autofree gsize *widths = g_new0 (gsize, columns->len + 1);
  const json_t *row;
  gsize i;

  append_indent (text, indent);
  for (guint k = 0; k < columns->len; k++)
    {
      g_autofree char *heading = zm_text_escape (columns->pdata[k], -1);

      widths[k] = measure_column (rows, columns->pdata[k]);
      append_padded (text, heading, widths[k]);
      g_string_append (text, GAP);
    }
  end_line (text);

  json_array_foreach (rows, i, row)
    {
      append_indent (text, indent);
      for (guint k = 0; k < columns->len; k++)
        {
          g_autofree char *cell = format_cell (row, columns->pdata[k]);

          append_padded (text, cell, widths[k]);
          g_string_append (text, GAP);
        }
      end_line (text);
    }
}

static gboolean
has_lines (const json_t *value)
{
  return json_is_string (value) && strchr (json_string_value (value), '\n') != NULL;
}

static void
format_lines (GString      *text,
              const json_t *value,
              guint         indent)
{
  g_auto(GStrv) lines = g_strsplit (json_string_value (value), "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *shown = zm_text_escape (lines[i], -1);

      if (*shown == '\0')
        continue;
      append_indent (text, indent);
      g_string_append_printf (text, "%s\n", shown);
    }
}

static gboolean
is_list_of_objects (const json_t *value)
{
  return json_is_array (value) && json_array_size (value) > 0 &&
         json_is_object (json_array_get (value, 0));
}

static void
format_list (GString      *text,
             const json_t *value,
             guint         indent)
{
  const json_t *item;
  gsize i;

  if (json_array_size (value) == 0)
    {
      append_indent (text, indent);
      g_string_append_printf (text, "%s\n", _("none"));
    }
  json_array_foreach (value, i, item)
    {
      g_autofree char *shown = format_scalar (item);

      append_indent (text, indent);
      g_string_append_printf (text, "%s\n", shown);
    }
}

static gboolean
is_block (const json_t *value)
{
  return json_is_object (value) || json_is_array (value) || has_lines (value);
}

static void
format_block (GString      *text,
              const json_t *value,
              guint         indent)
{
  if (json_is_object (value))
    format_object (text, value, indent);
  else if (is_list_of_objects (value))
    format_rows (text, value, indent);
  else if (json_is_array (value))
    format_list (text, value, indent);
  else
    format_lines (text, value, indent);
}

/* Of the members that stand on one line. */
static gsize
measure_names (const json_t *object)
{
  const char *key;
  json_t *value;
  gsize width = 0;

  json_object_foreach ((json_t *) object, key, value)
    {
      g_autofree char *name = zm_text_escape (key, -1);

      if (!is_block (value))
        width = MAX (width, (gsize) g_utf8_strlen (name, -1));
    }

  return width;
}

static void
format_object (GString      *text,
               const json_t *object,
               guint         indent)
{
  const char *key;
  json_t *value;
  gsize width = measure_names (object);

  json_object_foreach ((json_t *) object, key, value)
    {
      g_autofree char *name = zm_text_escape (key, -1);

      append_indent (text, indent);
      if (is_block (value))
        {
          g_string_append_printf (text, "%s:\n", name);
          format_block (text, value, indent + 1);
        }
      else
        {
          g_autofree char *shown = format_scalar (value);

          append_padded (text, name, width);
          g_string_append_printf (text, GAP "%s\n", shown);
        }
    }
}

char *
zm_table_format (const json_t *object)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (json_is_object (object), NULL);

  /* A list is what was asked for, and needs no heading. */
  if (json_object_size (object) == 1 &&
      json_is_array (json_object_iter_value (json_object_iter ((json_t *) object))))
    format_block (text, json_object_iter_value (json_object_iter ((json_t *) object)), 0);
  else
    format_object (text, object, 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
