#include "config.h"

#include "ui/help-view.h"

#include "app/help/help-topic.h"
#include "ui/accessible.h"
#include "ui/help-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define WIDTH        600 /* px, of a line that can be read */
#define SPACING      9
#define MARK_SPACING 9
#define PAGE_KEY     "zm-help-page"

static GtkWidget *
make_heading (const char *text,
              const char *style,
              int         level)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                   "label", text,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "xalign", 0.0f,
                                   NULL);

  gtk_widget_add_css_class (label, style);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_LEVEL, level, -1);
  return label;
}

/* Headings hold no other spans than text. */
static GtkWidget *
make_block_heading (const ZmHelpBlock *block)
{
  const ZmHelpSpan *span = block->spans->pdata[0];

  return make_heading (span->text, "help-heading", 2);
}

static GtkWidget *
make_marked (const ZmHelpBook  *book,
             const ZmHelpBlock *block)
{
  g_autofree char *number = g_strdup_printf ("%u.", block->number);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, MARK_SPACING);
  GtkWidget *mark = g_object_new (GTK_TYPE_LABEL,
                                  "label", block->number > 0 ? number : "•",
                                  "valign", GTK_ALIGN_START,
                                  "width-chars", 3,
                                  "xalign", 1.0f,
                                  NULL);

  gtk_widget_add_css_class (mark, "numeric");
  gtk_widget_add_css_class (mark, "dim-label");
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), zm_help_text_new (book, block->spans));
  return box;
}

static GtkWidget *
make_block (const ZmHelpBook  *book,
            const ZmHelpBlock *block)
{
  switch (block->kind)
    {
    case ZM_HELP_BLOCK_HEADING:
      return make_block_heading (block);
    case ZM_HELP_BLOCK_STEP:
    case ZM_HELP_BLOCK_POINT:
      return make_marked (book, block);
    case ZM_HELP_BLOCK_TEXT:
    default:
      return zm_help_text_new (book, block->spans);
    }
}

/* A code that is a beginning is shown as one. */
static void
add_codes (GtkBox           *box,
           const ZmHelpPage *page)
{
  g_auto(GStrv) checks = zm_help_topic_checks (page->id);
  g_autoptr(GString) text = g_string_new (NULL);
  GtkWidget *label;

  if (checks[0] == NULL)
    return;

  for (guint i = 0; checks[i] != NULL; i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? "   " : "", checks[i],
                            g_str_has_suffix (checks[i], ".") ? "…" : "");
  label = g_object_new (GTK_TYPE_LABEL,
                        "label", text->str,
                        "wrap", TRUE,
                        "xalign", 0.0f,
                        NULL);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (box, make_heading (_("Codes That Lead Here"), "help-heading", 2));
  gtk_box_append (box, label);
}

static GtkWidget *
make_page (const ZmHelpBook *book,
           const ZmHelpPage *page)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_DOCUMENT,
                                 "focusable", TRUE,
                                 "orientation", GTK_ORIENTATION_VERTICAL,
                                 "spacing", SPACING,
                                 NULL);

  gtk_widget_add_css_class (box, "help-page");
  gtk_box_append (GTK_BOX (box), make_heading (page->title, "title-2", 1));
  for (guint i = 0; i < page->blocks->len; i++)
    gtk_box_append (GTK_BOX (box), make_block (book, page->blocks->pdata[i]));
  add_codes (GTK_BOX (box), page);
  zm_accessible_set_label (box, page->title);
  return box;
}

GtkWidget *
zm_help_view_new (const ZmHelpBook *book,
                  const ZmHelpPage *page)
{
  GtkWidget *content;
  GtkWidget *clamp;
  GtkWidget *view;

  g_return_val_if_fail (book != NULL && page != NULL, NULL);

  content = make_page (book, page);
  clamp = g_object_new (ADW_TYPE_CLAMP, "maximum-size", WIDTH, "child", content, NULL);
  view = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                       "child", clamp,
                       "hexpand", TRUE,
                       "hscrollbar-policy", GTK_POLICY_NEVER,
                       "vexpand", TRUE,
                       NULL);
  g_object_set_data (G_OBJECT (view), PAGE_KEY, content);
  return view;
}

void
zm_help_view_focus (GtkWidget *view)
{
  GtkWidget *content;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (view));

  content = g_object_get_data (G_OBJECT (view), PAGE_KEY);
  gtk_widget_grab_focus (content);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (view)), 0);
}
