#include "ui/help-place.h"

#include "ui/bench-need.h"
#include "ui/bench-tile.h"
#include "ui/provision-page-private.h"
#include "ui/window-private.h"

#define ANYWHERE  "start"
#define HALF_DONE "half-done"

typedef struct {
  const char *name; /* of a type of widget, or of a page of the window */
  const char *page;
} Place;

/* The nearer one wins. */
static const Place widgets[] = {
  { "ZmAddDeviceDialog", "pair" },
  { "ZmApprovalDialog", "people" },
  { "ZmAuditPage", "audit" },
  { "ZmAuthorityPage", "authority" },
  { "ZmCameraCard", "camera" },
  { "ZmChainView", "renew" },
  { "ZmClockStrip", "clocks" },
  { "ZmDevicesPage", "lost" },
  { "ZmExpiryGrid", "renew" },
  { "ZmFoundingAssistant", "start" },
  { "ZmNextList", "first-steps" },
  { "ZmPeopleDialog", "people" },
  { "ZmPersonDialog", "people" },
  { "ZmPolicyDialog", "authority" },
  { "ZmProofDialog", "central" },
  { "ZmSignInPage", "people" },
  { "ZmTrayRow", HALF_DONE },
  { "ZmWelcomePage", "start" },
};

static const Place pages[] = {
  { "audit", "audit" },
  { "authority", "authority" },
  { "devices", "lost" },
  { "failure", "restore" },
  { "next", "first-steps" },
  { "provision", "pair" },
  { "sign-in", "people" },
};

static const char *
find (const Place *places,
      gsize        count,
      const char  *name)
{
  for (gsize i = 0; i < count; i++)
    {
      if (g_str_equal (places[i].name, name))
        return places[i].page;
    }

  return NULL;
}

/* Where a device stands half done, that is what there is to know. */
static gboolean
is_half_done (GtkWidget *widget)
{
  ZmBenchPort *port = NULL;

  if (ZM_IS_BENCH_TILE (widget))
    port = zm_bench_tile_get_port (ZM_BENCH_TILE (widget));
  else if (ZM_IS_PROVISION_PAGE (widget))
    port = ZM_PROVISION_PAGE (widget)->chosen;

  return port != NULL && zm_bench_need_is_half_done (port);
}

/* Where nothing has the focus. */
static const char *
find_by_page (ZmWindow *window)
{
  const char *shown = zm_window_get_shown (window);

  if (g_str_equal (shown, "provision") && is_half_done (GTK_WIDGET (zm_main_page_get_provision (window->main))))
    return HALF_DONE;

  return find (pages, G_N_ELEMENTS (pages), shown);
}

static const char *
find_by_widget (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *page = is_half_done (widget) ? HALF_DONE
                                               : find (widgets, G_N_ELEMENTS (widgets),
                                                       G_OBJECT_TYPE_NAME (widget));

      if (page != NULL)
        return page;
    }

  return NULL;
}

const char *
zm_help_place_find (GtkWindow *window)
{
  for (; window != NULL; window = gtk_window_get_transient_for (window))
    {
      GtkWidget *focus = gtk_window_get_focus (window);
      const char *page = find_by_widget (focus != NULL && gtk_widget_get_mapped (focus)
                                         ? focus : GTK_WIDGET (window));

      if (page == NULL && ZM_IS_WINDOW (window))
        page = find_by_page (ZM_WINDOW (window));
      if (page != NULL)
        return page;
    }

  return ANYWHERE;
}
