#include "config.h"

#include "ui/chain-view.h"

#include "app/station/time-words.h"
#include "ui/chain-row.h"
#include "ui/row-list.h"
#include "ui/template.h"

#include <glib/gi18n.h>
#include <inttypes.h>

struct _ZmChainView {
  GtkWidget   parent_instance;

  GtkLabel   *axis_begin;
  GtkLabel   *axis_end;
  GtkLabel   *cascade;
  GtkLabel   *endings;
  GtkListBox *rows;
};

G_DEFINE_FINAL_TYPE (ZmChainView, zm_chain_view, GTK_TYPE_WIDGET)

static void
zm_chain_view_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_CHAIN_VIEW);

  G_OBJECT_CLASS (zm_chain_view_parent_class)->dispose (object);
}

static void
zm_chain_view_class_init (ZmChainViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_chain_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/chain-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmChainView, axis_begin);
  gtk_widget_class_bind_template_child (widget_class, ZmChainView, axis_end);
  gtk_widget_class_bind_template_child (widget_class, ZmChainView, cascade);
  gtk_widget_class_bind_template_child (widget_class, ZmChainView, endings);
  gtk_widget_class_bind_template_child (widget_class, ZmChainView, rows);
}

static void
zm_chain_view_init (ZmChainView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static ZmValiditySpan
find_axis (const ZmAuthoritySurvey *survey)
{
  ZmValiditySpan axis = { .axis_begin = survey->at, .axis_end = survey->at, .now = survey->at };

  for (guint i = 0; i < survey->links->len; i++)
    {
      const ZmAuthorityLink *link = survey->links->pdata[i];

      axis.axis_begin = MIN (axis.axis_begin, zm_certificate_get_not_before (link->certificate));
      axis.axis_end = MAX (axis.axis_end, zm_certificate_get_not_after (link->certificate));
    }

  return axis;
}

static void
show_day (GtkLabel  *label,
          ZmInstant  instant)
{
  g_autofree char *day = zm_time_words_format_day (instant);

  gtk_label_set_text (label, day);
}

/* No certificate outlives those above it. */
static void
show_cascade (ZmChainView             *self,
              const ZmAuthoritySurvey *survey)
{
  g_autofree char *end = zm_time_words_format_day (survey->chain_end);
  g_autofree char *clipped = zm_time_words_format_day (survey->clipped_from);
  guint days = survey->authority->policy.device_days;
  g_autofree char *text = NULL;

  if (survey->at >= survey->chain_end)
    text = g_strdup_printf (_("The chain ended on %s: no device certificate below it is accepted "
                              "any more."), end);
  else if (survey->at >= survey->clipped_from)
    /* TRANSLATORS: a date, and a number of days */
    text = g_strdup_printf (ngettext ("The chain ends on %s, and every device certificate with it: "
                                      "those issued now last less than %u day. Renew the "
                                      "intermediate CA.",
                                      "The chain ends on %s, and every device certificate with it: "
                                      "those issued now last less than %u days. Renew the "
                                      "intermediate CA.", days), end, days);
  else
    /* TRANSLATORS: a date, a number of days, and the date from which on that is no longer so */
    text = g_strdup_printf (ngettext ("The chain ends on %s. Device certificates last %u day until "
                                      "%s; those issued later are cut short by it.",
                                      "The chain ends on %s. Device certificates last %u days until "
                                      "%s; those issued later are cut short by it.", days),
                            end, days, clipped);
  gtk_label_set_text (self->cascade, text);
}

static void
show_endings (ZmChainView             *self,
              const ZmAuthoritySurvey *survey)
{
  const gint64 *endings = survey->endings;
  gint64 all = 0;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < ZM_AUTHORITY_N_ENDINGS; i++)
    all += endings[i];

  /* TRANSLATORS: how many device certificates there are, then in brackets how they end. */
  text = g_strdup_printf (_("Device certificates in force: %" PRId64
                            " (ended %" PRId64 ", within 30 days %" PRId64
                            ", within 90 days %" PRId64 ", later %" PRId64 ")"),
                          all, endings[ZM_AUTHORITY_ENDED], endings[ZM_AUTHORITY_30_DAYS],
                          endings[ZM_AUTHORITY_90_DAYS], endings[ZM_AUTHORITY_LATER]);
  gtk_label_set_text (self->endings, text);
}

void
zm_chain_view_show (ZmChainView             *self,
                    const ZmAuthoritySurvey *survey)
{
  ZmValiditySpan axis;

  g_return_if_fail (ZM_IS_CHAIN_VIEW (self));
  g_return_if_fail (survey != NULL);

  axis = find_axis (survey);
  zm_row_list_resize (self->rows, survey->links->len, zm_chain_row_new);
  for (guint i = 0; i < survey->links->len; i++)
    zm_chain_row_show (ZM_CHAIN_ROW (gtk_list_box_get_row_at_index (self->rows, (int) i)),
                       survey->links->pdata[i], &axis);
  show_day (self->axis_begin, axis.axis_begin);
  show_day (self->axis_end, axis.axis_end);
  show_cascade (self, survey);
  show_endings (self, survey);
}
