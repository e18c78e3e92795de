#pragma once

#include "app/help/help-inline.h"

G_BEGIN_DECLS

/* A page of the help, from a small and strict part of Markdown: lines "# title" (once, first),
 * "## heading", "1. step" (numbered without a gap, from 1 after each heading), "- point", and
 * paragraphs. A block ends at an empty line, or where the next step or point begins; lines that go on
 * within a step or a point are indented. */

typedef enum {
  ZM_HELP_BLOCK_HEADING,
  ZM_HELP_BLOCK_TEXT,
  ZM_HELP_BLOCK_STEP,
  ZM_HELP_BLOCK_POINT,
} ZmHelpBlockKind;

typedef struct {
  ZmHelpBlockKind  kind;
  guint            number; /* of a step */
  GPtrArray       *spans;  /* elements ZmHelpSpan */
} ZmHelpBlock;

typedef struct {
  char      *id;
  char      *title;
  GPtrArray *blocks; /* elements ZmHelpBlock */
} ZmHelpPage;

/* NULL for what is not of this form; the line at fault goes to bad_line (counted from 1; may be
 * NULL). */
ZmHelpPage *zm_help_page_parse    (const char        *id,
                                   const char        *text,
                                   guint             *bad_line) G_GNUC_WARN_UNUSED_RESULT;
void        zm_help_page_free     (ZmHelpPage        *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmHelpPage, zm_help_page_free)

/* Whether the page, as it is shown, has each of these words, which stand between spaces. Without words
 * every page does. */
gboolean    zm_help_page_matches  (const ZmHelpPage  *page,
                                   const char        *words);

G_END_DECLS
