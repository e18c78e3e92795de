#include "config.h"

#include "ui/provision-scan.h"

#include "ui/bench-pair.h"
#include "ui/provision-page-private.h"
#include "ui/scan-route.h"
#include "ui/which-dialog.h"

#include <glib/gi18n.h>

static void
show_port (ZmProvisionPage *self,
           ZmBenchPort     *port)
{
  if (zm_line_mode_is_on (self->line) && !zm_line_mode_admit (self->line, port))
    return;

  zm_provision_page_choose (self, port, TRUE);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* A camera sees what nobody has taken away yet; who wants to do it again has the other ways. */
static gboolean
is_left_over (ZmBenchPort  *port,
              const ZmScan *ticket)
{
  return g_strcmp0 (ticket->way, ZM_SESSION_WAY_CAMERA) == 0 &&
         g_strcmp0 (zm_bench_port_get_memory (port)->done, ticket->name) == 0;
}

/* What it asked is answered, or nobody asks any more. */
static void
close_question (ZmProvisionPage *self)
{
  if (self->question != NULL)
    gtk_window_destroy (GTK_WINDOW (self->question));
}

char *
zm_provision_scan_take (ZmProvisionPage *self,
                        const ZmScan    *ticket)
{
  ZmBenchPort *port = NULL;

  g_return_val_if_fail (ZM_IS_PROVISION_PAGE (self), NULL);

  close_question (self);
  switch (zm_scan_route_find (zm_bench_ports_get_ports (self->ports), self->chosen, ticket, &port))
    {
    case ZM_SCAN_ROUTE_BEGIN:
      if (is_left_over (port, ticket))
        return g_strdup_printf (_("%s is done: take it away, and show the next one."), ticket->name);
      (void) zm_bench_pair_ticket (port, ticket->text, ticket->way);
      return NULL;
    case ZM_SCAN_ROUTE_AGAIN:
      show_port (self, port);
      return g_strdup_printf (_("%s was scanned already: its session is open."), ticket->name);
    case ZM_SCAN_ROUTE_BUSY:
      show_port (self, port);
      return g_strdup_printf (_("%s has something else to do first: see its place."), ticket->name);
    case ZM_SCAN_ROUTE_NOWHERE:
    default:
      return g_strdup_printf (_("%s is not plugged in at a free place: plug it in, and scan it "
                                "again."), ticket->name);
    }
}

/* The place whose device is the only one of these that is known to be plugged in. */
static ZmBenchPort *
find_meant (ZmProvisionPage  *self,
            char            **tickets,
            const char      **meant)
{
  ZmBenchPort *found = NULL;

  for (gsize i = 0; tickets[i] != NULL; i++)
    {
      const char *const spellings[] = { tickets[i], NULL };
      g_autoptr(ZmScan) ticket = zm_scan_read (spellings, NULL);
      ZmBenchPort *port = NULL;

      if (ticket->kind != ZM_SCAN_TICKET ||
          zm_scan_route_find (zm_bench_ports_get_ports (self->ports), NULL, ticket, &port) != ZM_SCAN_ROUTE_BEGIN)
        continue;
      if (found != NULL)
        return NULL;
      found = port;
      *meant = tickets[i];
    }

  return found;
}

/* As if it had been seen alone. */
static void
which_cb (ZmProvisionPage *self,
          const char      *response,
          GtkWidget       *dialog)
{
  const char *text = zm_which_dialog_get_ticket (dialog, response);

  if (text != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "scan.take", "(s^as)",
                                zm_which_dialog_get_way (dialog), (const char *[]) { text, NULL });
}

void
zm_provision_scan_take_several (ZmProvisionPage  *self,
                                char            **tickets,
                                const char       *way)
{
  const char *meant = NULL;
  ZmBenchPort *port;
  GtkWidget *dialog;

  g_return_if_fail (ZM_IS_PROVISION_PAGE (self));

  close_question (self);
  port = find_meant (self, tickets, &meant);
  if (port != NULL)
    {
      (void) zm_bench_pair_ticket (port, meant, way);
      return;
    }
  if (self->chosen == NULL)
    return;

  dialog = zm_which_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                zm_place_get_title (zm_bench_port_get_place (self->chosen)),
                                (const char *const *) tickets, way);
  g_set_weak_pointer (&self->question, dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (which_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
