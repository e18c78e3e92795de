#include "config.h"

#include "ui/provision-failed.h"

#include "app/station/failure-words.h"
#include "ui/accessible.h"
#include "ui/bench-need.h"
#include "ui/bench-tile.h"
#include "ui/provision-page-private.h"

#include <glib/gi18n.h>

/* Where nothing can be plugged in, that is what there is to read. */
void
zm_provision_failed_update_empty (ZmProvisionPage *self)
{
  const GError *failure = zm_bench_get_failure (zm_bench_ports_get_bench (self->ports));
  g_autofree char *text = NULL;

  if (failure != NULL)
    text = zm_failure_words_brief (failure);
  else if (self->failed_only)
    text = g_strdup (_("No device on the bench has failed."));
  else
    text = g_strdup (_("Plug a device in: it appears here."));
  gtk_label_set_text (self->empty, text);
}

/* Rows are hidden, not taken away: screen readers lose their place, and GTK 4.8 itself its footing. */
static void
update_listed (ZmProvisionPage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->bench, i)) != NULL; i++)
    {
      ZmBenchPort *port = zm_bench_tile_get_port (ZM_BENCH_TILE (row));

      gtk_widget_set_visible (GTK_WIDGET (row), !self->failed_only ||
                              zm_bench_need_judge (port) == ZM_LINE_STAND);
    }
}

/* The first one that did not come to its end, borrowed; NULL: none. */
static ZmBenchPort *
find_first (ZmProvisionPage *self)
{
  GListModel *ports = zm_bench_ports_get_ports (self->ports);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (ports, i);

      if (zm_bench_need_judge (port) == ZM_LINE_STAND)
        return port;
    }

  return NULL;
}

/* Where it is no help, there is no button, and words say why. */
static void
update_retries (ZmProvisionPage *self)
{
  guint count = zm_bench_need_count_retries (zm_bench_ports_get_ports (self->ports));
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u device that is plugged in can be tried again",
                               "%u devices that are plugged in can be tried again", count), count);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bench.try-again", count > 0);
  gtk_widget_set_visible (self->try_again, count > 0);
  gtk_widget_set_visible (self->no_retry,
                          self->failed_only && count == 0 && find_first (self) != NULL);
  gtk_widget_set_tooltip_text (self->try_again, text);
  zm_accessible_set_description (self->try_again, text);
}

/* Beside a bench that shows nothing there is nothing either; what fails then shows at once. */
static void
update_chosen (ZmProvisionPage *self)
{
  if (self->failed_only && self->chosen == NULL)
    zm_provision_page_choose (self, find_first (self), FALSE);
}

void
zm_provision_failed_update (ZmProvisionPage *self)
{
  update_listed (self);
  update_retries (self);
  update_chosen (self);
}

/* Who is worked with stays before a person's eyes, also when it has just stopped being a failure. */
gboolean
zm_provision_failed_admits (ZmProvisionPage *self,
                            ZmBenchPort     *port)
{
  return !self->failed_only || (port != NULL && zm_bench_need_judge (port) == ZM_LINE_STAND);
}

static ZmBenchPort *
find_shown (ZmProvisionPage *self)
{
  GListModel *ports = zm_bench_ports_get_ports (self->ports);
  g_autoptr(ZmBenchPort) first = g_list_model_get_item (ports, 0);

  if (self->failed_only)
    return zm_provision_failed_admits (self, self->chosen) ? self->chosen : find_first (self);

  return self->chosen != NULL ? self->chosen : first;
}

void
zm_provision_failed_set_only (ZmProvisionPage *self,
                              gboolean         failed_only)
{
  if (self->failed_only == failed_only)
    return;

  self->failed_only = failed_only;
  zm_provision_failed_update_empty (self);
  zm_provision_page_choose (self, find_shown (self), FALSE);
  zm_provision_failed_update (self);
  g_object_notify (G_OBJECT (self), "failed-only");
}
