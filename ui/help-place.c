#include "ui/help-place.h"

#include "ui/window.h"

#define ANYWHERE "start"

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
  { "ZmPeopleDialog", "people" },
  { "ZmPersonDialog", "people" },
  { "ZmPolicyDialog", "authority" },
  { "ZmProofDialog", "central" },
  { "ZmProvisionPage", "pair" },
  { "ZmSignInPage", "people" },
  { "ZmTrayRow", "half-done" },
  { "ZmWelcomePage", "start" },
};

static const Place pages[] = {
  { "audit", "audit" },
  { "authority", "authority" },
  { "devices", "lost" },
  { "failure", "restore" },
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

static const char *
find_by_widget (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *page = find (widgets, G_N_ELEMENTS (widgets), G_OBJECT_TYPE_NAME (widget));

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
        page = find (pages, G_N_ELEMENTS (pages), zm_window_get_shown (ZM_WINDOW (window)));
      if (page != NULL)
        return page;
    }

  return ANYWHERE;
}
