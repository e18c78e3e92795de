#include "app/labels/page-side.h"

static gboolean
runs_from_right (PangoLayout *layout)
{
  PangoLayoutLine *first = pango_layout_get_line_readonly (layout, 0);

  return pango_layout_line_get_resolved_direction (first) == PANGO_DIRECTION_RTL;
}

gboolean
zm_page_side_take (PangoContext *context,
                   const char   *words)
{
  g_autoptr(PangoLayout) layout = NULL;
  gboolean right;

  g_return_val_if_fail (context != NULL && words != NULL, FALSE);

  layout = pango_layout_new (context);
  pango_layout_set_text (layout, words, -1);
  right = runs_from_right (layout);
  pango_context_set_base_dir (context, right ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);

  return right;
}

/* Pango itself changes the sides of a text that runs against its context. */
void
zm_page_side_align (PangoLayout *layout,
                    gboolean     ends)
{
  g_return_if_fail (layout != NULL);

  pango_layout_set_alignment (layout, ends != runs_from_right (layout) ? PANGO_ALIGN_RIGHT
                                                                       : PANGO_ALIGN_LEFT);
}
