#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands within a paragraph of a help page:
 *
 *   **_Pair**      a name of the program, written as in its sources (the msgid, with its underscore);
 *                  shown as the program itself shows it, so the two cannot differ in any language;
 *                  one with a context bears it in front: **stage|Done**
 *   `Ctrl+1`       a key, a command, or the code of an error
 *   [words](page)  a link to another page; without words it bears that page's title
 *
 * Anything else is text; a star, a backquote or a bracket outside of these is a mistake. */

typedef enum {
  ZM_HELP_SPAN_TEXT,
  ZM_HELP_SPAN_NAME,
  ZM_HELP_SPAN_CODE,
  ZM_HELP_SPAN_LINK,
} ZmHelpSpanKind;

typedef struct {
  ZmHelpSpanKind  kind;
  char           *text;   /* empty for a link that bears a title */
  char           *target; /* the page's id; NULL where it is no link */
} ZmHelpSpan;

/* Elements ZmHelpSpan, or NULL for what cannot be read. */
GPtrArray *zm_help_inline_parse (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* The program's name for the one of its sources: translated, without the mark of its key. */
char      *zm_help_inline_name  (const char *msgid);

G_END_DECLS
