#include "config.h"

#include "app/help/help-page.h"

#include <string.h>

#define TITLE_MARK   "# "
#define HEADING_MARK "## "
#define POINT_MARK   "- "
#define INDENT       "  "

typedef struct {
  ZmHelpPage      *page;
  ZmHelpBlockKind  kind;
  guint            number; /* of the last step */
  GString         *text;   /* of the block that is being read; NULL between blocks */
} Reading;

static void
free_block (gpointer data)
{
  ZmHelpBlock *block = data;

  g_ptr_array_unref (block->spans);
  g_free (block);
}

static gboolean
end_block (Reading *reading)
{
  g_autoptr(GPtrArray) spans = NULL;
  ZmHelpBlock *block;

  if (reading->text == NULL)
    return TRUE;

  spans = zm_help_inline_parse (reading->text->str);
  g_string_free (g_steal_pointer (&reading->text), TRUE);
  if (spans == NULL)
    return FALSE;

  block = g_new0 (ZmHelpBlock, 1);
  block->kind = reading->kind;
  block->number = reading->kind == ZM_HELP_BLOCK_STEP ? reading->number : 0;
  block->spans = g_steal_pointer (&spans);
  g_ptr_array_add (reading->page->blocks, block);
  return TRUE;
}

static gboolean
begin_block (Reading         *reading,
             ZmHelpBlockKind  kind,
             const char      *text)
{
  if (!end_block (reading) || *text == '\0' || *text == ' ')
    return FALSE;

  reading->kind = kind;
  reading->text = g_string_new (text);
  return TRUE;
}

static gboolean
read_heading (Reading    *reading,
              const char *text)
{
  if (!begin_block (reading, ZM_HELP_BLOCK_HEADING, text))
    return FALSE;

  reading->number = 0;
  return end_block (reading);
}

/* The text behind the number, or NULL where the line begins no step. */
static const char *
find_step (const char *line)
{
  gsize digits = strspn (line, "0123456789");

  return digits > 0 && g_str_has_prefix (line + digits, ". ") ? line + digits + 2 : NULL;
}

static gboolean
read_step (Reading    *reading,
           const char *line,
           const char *text)
{
  if (!end_block (reading) ||
      g_ascii_strtoull (line, NULL, 10) != reading->number + 1)
    return FALSE;

  reading->number++;
  return begin_block (reading, ZM_HELP_BLOCK_STEP, text);
}

static gboolean
go_on (Reading    *reading,
       const char *line)
{
  gboolean indented = g_str_has_prefix (line, INDENT);

  if (reading->text == NULL)
    return !indented && begin_block (reading, ZM_HELP_BLOCK_TEXT, line);
  if (indented != (reading->kind != ZM_HELP_BLOCK_TEXT))
    return FALSE;

  g_string_append_printf (reading->text, " %s", line + strspn (line, " "));
  return TRUE;
}

static gboolean
read_line (Reading    *reading,
           const char *line)
{
  const char *step = find_step (line);

  if (*line == '\0')
    return end_block (reading);
  if (g_str_has_prefix (line, HEADING_MARK))
    return read_heading (reading, line + strlen (HEADING_MARK));
  if (step != NULL)
    return read_step (reading, line, step);
  if (g_str_has_prefix (line, POINT_MARK))
    return begin_block (reading, ZM_HELP_BLOCK_POINT, line + strlen (POINT_MARK));
  if (*line == '#')
    return FALSE;

  return go_on (reading, line);
}

static gboolean
read_lines (Reading           *reading,
            const char *const *lines,
            guint             *number)
{
  for (*number = 1; lines[*number] != NULL; (*number)++)
    {
      if (!read_line (reading, lines[*number]))
        return FALSE;
    }

  return end_block (reading);
}

ZmHelpPage *
zm_help_page_parse (const char *id,
                    const char *text,
                    guint      *bad_line)
{
  g_autoptr(ZmHelpPage) page = NULL;
  g_auto(GStrv) lines = NULL;
  Reading reading = { NULL };
  guint number = 0;
  gboolean good;

  g_return_val_if_fail (id != NULL && text != NULL, NULL);

  page = g_new0 (ZmHelpPage, 1);
  page->id = g_strdup (id);
  page->blocks = g_ptr_array_new_with_free_func (free_block);
  reading.page = page;
  lines = g_strsplit (text, "\n", -1);
  good = lines[0] != NULL && g_str_has_prefix (lines[0], TITLE_MARK) &&
         lines[0][strlen (TITLE_MARK)] != '\0';
  if (good)
    {
      page->title = g_strdup (lines[0] + strlen (TITLE_MARK));
      good = read_lines (&reading, (const char *const *) lines, &number);
    }
  if (reading.text != NULL)
    g_string_free (reading.text, TRUE);
  if (good && page->blocks->len > 0)
    return g_steal_pointer (&page);

  if (bad_line != NULL)
    *bad_line = number + 1;
  return NULL;
}

void
zm_help_page_free (ZmHelpPage *page)
{
  if (page == NULL)
    return;

  g_free (page->id);
  g_free (page->title);
  g_ptr_array_unref (page->blocks);
  g_free (page);
}

/* As it is shown, so that a person finds the names that they read on the screen. */
static char *
describe (const ZmHelpPage *page)
{
  GString *text = g_string_new (page->title);

  for (guint i = 0; i < page->blocks->len; i++)
    {
      const ZmHelpBlock *block = page->blocks->pdata[i];

      g_string_append_c (text, ' ');
      for (guint j = 0; j < block->spans->len; j++)
        {
          const ZmHelpSpan *span = block->spans->pdata[j];
          g_autofree char *name = span->kind == ZM_HELP_SPAN_NAME
                                  ? zm_help_inline_name (span->text) : NULL;

          g_string_append (text, name != NULL ? name : span->text);
        }
    }

  return g_string_free (text, FALSE);
}

/* Folded, so that neither case nor the form of a letter matters. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return normal != NULL ? g_utf8_casefold (normal, -1) : NULL;
}

gboolean
zm_help_page_matches (const ZmHelpPage *page,
                      const char       *words)
{
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;
  g_autofree char *wanted = NULL;
  g_auto(GStrv) each = NULL;

  g_return_val_if_fail (page != NULL && words != NULL, FALSE);

  shown = describe (page);
  text = fold (shown);
  wanted = fold (words);
  if (text == NULL || wanted == NULL)
    return FALSE;

  each = g_strsplit (wanted, " ", -1);
  for (guint i = 0; each[i] != NULL; i++)
    {
      if (strstr (text, each[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}
