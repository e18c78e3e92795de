#include "config.h"

#include "app/help/help-inline.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NAME_MARK "**"
#define CODE_MARK "`"
#define CONTEXT_MARK '|'

static void
free_span (gpointer data)
{
  ZmHelpSpan *span = data;

  g_free (span->text);
  g_free (span->target);
  g_free (span);
}

static void
add (GPtrArray      *spans,
     ZmHelpSpanKind  kind,
     const char     *begin,
     const char     *end,
     char           *target)
{
  ZmHelpSpan *span = g_new0 (ZmHelpSpan, 1);

  span->kind = kind;
  span->text = g_strndup (begin, (gsize) (end - begin));
  span->target = target;
  g_ptr_array_add (spans, span);
}

/* Between two marks; the end of it, or NULL. */
static const char *
parse_marked (GPtrArray      *spans,
              ZmHelpSpanKind  kind,
              const char     *mark,
              const char     *text)
{
  const char *begin = text + strlen (mark);
  const char *end = strstr (begin, mark);

  if (end == NULL || end == begin)
    return NULL;

  add (spans, kind, begin, end, NULL);
  return end + strlen (mark);
}

static const char *
parse_link (GPtrArray  *spans,
            const char *text)
{
  const char *begin = text + 1;
  const char *middle = strstr (begin, "](");
  const char *end = middle != NULL ? strchr (middle, ')') : NULL;

  if (end == NULL || end == middle + 2 || memchr (begin, '[', (gsize) (middle - begin)) != NULL)
    return NULL;

  add (spans, ZM_HELP_SPAN_LINK, begin, middle, g_strndup (middle + 2, (gsize) (end - middle - 2)));
  return end + 1;
}

static const char *
parse_text (GPtrArray  *spans,
            const char *text)
{
  const char *end = text + strcspn (text, "*`[]");

  if (end == text)
    return NULL;

  add (spans, ZM_HELP_SPAN_TEXT, text, end, NULL);
  return end;
}

static const char *
parse_one (GPtrArray  *spans,
           const char *text)
{
  if (g_str_has_prefix (text, NAME_MARK))
    return parse_marked (spans, ZM_HELP_SPAN_NAME, NAME_MARK, text);
  if (g_str_has_prefix (text, CODE_MARK))
    return parse_marked (spans, ZM_HELP_SPAN_CODE, CODE_MARK, text);
  if (*text == '[')
    return parse_link (spans, text);

  return parse_text (spans, text);
}

GPtrArray *
zm_help_inline_parse (const char *text)
{
  g_autoptr(GPtrArray) spans = g_ptr_array_new_with_free_func (free_span);

  g_return_val_if_fail (text != NULL, NULL);

  while (text != NULL && *text != '\0')
    text = parse_one (spans, text);

  return text != NULL && spans->len > 0 ? g_steal_pointer (&spans) : NULL;
}

/* Where a script has no letter for the key, it stands behind the name: “Name(_N)”. */
static const char *
find_end (const char *name)
{
  const char *key = strstr (name, "(_");

  return key != NULL && key[2] != '\0' && key[3] == ')' ? key : name + strlen (name);
}

static const char *
translate (const char *msgid)
{
  const char *mark = strchr (msgid, CONTEXT_MARK);
  g_autofree char *context = NULL;

  if (mark == NULL)
    return _(msgid);

  context = g_strndup (msgid, (gsize) (mark - msgid));
  return g_dpgettext2 (GETTEXT_PACKAGE, context, mark + 1);
}

char *
zm_help_inline_name (const char *msgid)
{
  const char *name;
  const char *end;
  GString *shown;

  g_return_val_if_fail (msgid != NULL, NULL);

  name = translate (msgid);
  end = find_end (name);
  shown = g_string_new (NULL);
  for (const char *at = name; at < end; at++)
    {
      if (*at != '_')
        g_string_append_c (shown, *at);
    }
  if (*end != '\0')
    g_string_append (shown, end + strlen ("(_N)"));

  return g_string_free (shown, FALSE);
}
