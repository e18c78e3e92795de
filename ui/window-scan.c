#include "config.h"

#include "ui/window-scan.h"

#include "app/station/session.h"
#include "ui/provision-scan.h"
#include "ui/scan.h"
#include "ui/window-private.h"

#include <glib/gi18n.h>

static void
take_scan_at_work (ZmWindow     *self,
                   const ZmScan *scan)
{
  g_autofree char *text = NULL;

  switch (scan->kind)
    {
    case ZM_SCAN_TICKET:
      zm_main_page_show (self->main, "provision");
      text = zm_provision_scan_take (zm_main_page_get_provision (self->main), scan);
      break;
    case ZM_SCAN_BADGE:
      if (!zm_approval_queue_take_badge (self->approvals, scan->name))
        text = g_strdup_printf (_("This is the badge of %s: sign out first, to let them sign in."),
                                scan->name);
      break;
    case ZM_SCAN_LABEL:
      text = g_strdup (_("This is a label, which proves nothing: scan the code on the device’s "
                         "screen."));
      break;
    case ZM_SCAN_FOREIGN:
    default:
      text = g_strdup (_("This code is not a device’s: scan the one on its screen."));
      break;
    }

  if (text != NULL)
    zm_window_tell (self, text);
}

/* "(sas)": in which way tickets came, and those, one or several. */
static void
take_tickets (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmWindow *self = ZM_WINDOW (widget);
  g_auto(GStrv) tickets = NULL;
  g_autoptr(ZmScan) scan = NULL;
  const char *way;

  g_variant_get (parameter, "(&s^as)", &way, &tickets);
  if (tickets[0] != NULL && tickets[1] != NULL)
    zm_provision_scan_take_several (zm_main_page_get_provision (self->main), tickets, way);
  if (tickets[0] == NULL || tickets[1] != NULL)
    return;

  scan = zm_scan_read ((const char *const *) tickets, way);
  take_scan_at_work (self, scan);
}

/* Only at work is every code somebody's scan. Before, a passphrase may come as quickly. */
static gboolean
scanned_cb (ZmWindow   *self,
            const char *text,
            const char *us)
{
  const char *const spellings[] = { text, us, NULL };
  g_autoptr(ZmScan) scan = zm_scan_read (spellings, ZM_SESSION_WAY_SCANNER);
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  if (self->idle_watch != NULL)
    zm_idle_watch_touch (self->idle_watch);
  if (g_str_equal (page, "main"))
    take_scan_at_work (self, scan);
  else if (scan->kind == ZM_SCAN_FOREIGN)
    return FALSE;
  else if (g_str_equal (page, "sign-in") && scan->kind == ZM_SCAN_BADGE)
    zm_sign_in_page_take_badge (self->sign_in, scan->name);
  else if (g_str_equal (page, "sign-in"))
    zm_window_tell (self, _("Sign in first, then scan it again."));

  return TRUE;
}

void
zm_window_scan_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "scan.take", "(sas)", take_tickets);
}

void
zm_window_scan_begin (ZmWindow *self)
{
  g_return_if_fail (ZM_IS_WINDOW (self));

  self->wedge = zm_scan_wedge_new ();
  g_signal_connect_object (self->wedge, "scanned", G_CALLBACK (scanned_cb), self,
                           G_CONNECT_SWAPPED);
}
