#include "config.h"

#include "ui/help-text.h"

#define ISOLATE "\u2068"
#define RELEASE "\u2069"

/* Isolated, since a key or a command reads from left to right in a text that does not; so does a name in a
 * page that was not translated. */
static void
append_code (GString    *markup,
             const char *code)
{
  g_autofree char *text = g_markup_escape_text (code, -1);

  g_string_append_printf (markup, ISOLATE "<tt>%s</tt>" RELEASE, text);
}

static void
append_name (GString    *markup,
             const char *msgid)
{
  g_autofree char *name = zm_help_inline_name (msgid);
  g_autofree char *text = g_markup_escape_text (name, -1);

  g_string_append_printf (markup, ISOLATE "<b>%s</b>" RELEASE, text);
}

static void
append_link (GString          *markup,
             const ZmHelpBook *book,
             const ZmHelpSpan *span)
{
  const ZmHelpPage *page = zm_help_book_find (book, span->target);
  const char *words = *span->text != '\0' || page == NULL ? span->text : page->title;
  g_autofree char *text = g_markup_escape_text (words, -1);

  g_string_append_printf (markup, "<a href=\"%s\">%s</a>", span->target, text);
}

static void
append (GString          *markup,
        const ZmHelpBook *book,
        const ZmHelpSpan *span)
{
  g_autofree char *text = NULL;

  switch (span->kind)
    {
    case ZM_HELP_SPAN_NAME:
      append_name (markup, span->text);
      break;
    case ZM_HELP_SPAN_CODE:
      append_code (markup, span->text);
      break;
    case ZM_HELP_SPAN_LINK:
      append_link (markup, book, span);
      break;
    case ZM_HELP_SPAN_TEXT:
    default:
      text = g_markup_escape_text (span->text, -1);
      g_string_append (markup, text);
    }
}

static gboolean
activate_link_cb (GtkWidget  *label,
                  const char *target)
{
  gtk_widget_activate_action (label, "help.show", "s", target);

  return TRUE;
}

GtkWidget *
zm_help_text_new (const ZmHelpBook *book,
                  GPtrArray        *spans)
{
  g_autoptr(GString) markup = g_string_new (NULL);
  GtkWidget *label;

  g_return_val_if_fail (book != NULL && spans != NULL, NULL);

  for (guint i = 0; i < spans->len; i++)
    append (markup, book, spans->pdata[i]);

  label = g_object_new (GTK_TYPE_LABEL,
                        "label", markup->str,
                        "use-markup", TRUE,
                        "wrap", TRUE,
                        "wrap-mode", PANGO_WRAP_WORD_CHAR,
                        "xalign", 0.0f,
                        "yalign", 0.0f,
                        "hexpand", TRUE,
                        NULL);
  g_signal_connect (label, "activate-link", G_CALLBACK (activate_link_cb), NULL);
  return label;
}
