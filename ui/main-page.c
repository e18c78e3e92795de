#include "config.h"

#include "ui/main-page.h"

#include "ui/audit-page.h"
#include "ui/authority-page.h"
#include "ui/devices-page.h"
#include "ui/role-gate.h"
#include "ui/template.h"

struct _ZmMainPage {
  GtkWidget           parent_instance;

  ZmAuditPage        *audit;
  ZmAuthorityPage    *authority;
  AdwViewSwitcherBar *bar;
  ZmDevicesPage      *devices;
  ZmProvisionPage    *provision;
  GtkStack           *provision_gate;
  AdwViewStack       *views;
};

G_DEFINE_FINAL_TYPE (ZmMainPage, zm_main_page, GTK_TYPE_WIDGET)

static void
zm_main_page_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_MAIN_PAGE);

  G_OBJECT_CLASS (zm_main_page_parent_class)->dispose (object);
}

static void
zm_main_page_class_init (ZmMainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_main_page_dispose;

  g_type_ensure (ZM_TYPE_AUDIT_PAGE);
  g_type_ensure (ZM_TYPE_AUTHORITY_PAGE);
  g_type_ensure (ZM_TYPE_DEVICES_PAGE);
  g_type_ensure (ZM_TYPE_PROVISION_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/main-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmMainPage, audit);
  gtk_widget_class_bind_template_child (widget_class, ZmMainPage, authority);
  gtk_widget_class_bind_template_child (widget_class, ZmMainPage, bar);
  gtk_widget_class_bind_template_child (widget_class, ZmMainPage, devices);
  gtk_widget_class_bind_template_child (widget_class, ZmMainPage, provision);
  gtk_widget_class_bind_template_child (widget_class, ZmMainPage, provision_gate);
  gtk_widget_class_bind_template_child (widget_class, ZmMainPage, views);
}

static void
zm_main_page_init (ZmMainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
zm_main_page_new (ZmStation         *station,
                  ZmEnrolment       *enrolment,
                  GListModel        *devices,
                  const char *const *addresses)
{
  ZmMainPage *self = g_object_new (ZM_TYPE_MAIN_PAGE, NULL);

  zm_provision_page_open (self->provision, station, devices, addresses);
  zm_devices_page_open (self->devices, station);
  zm_audit_page_open (self->audit, station);
  zm_authority_page_open (self->authority, station, enrolment);
  return GTK_WIDGET (self);
}

void
zm_main_page_attach (ZmMainPage           *self,
                     AdwViewSwitcherTitle *head)
{
  g_return_if_fail (ZM_IS_MAIN_PAGE (self));

  adw_view_switcher_title_set_stack (head, self->views);
  g_object_bind_property (head, "title-visible", self->bar, "reveal", G_BINDING_SYNC_CREATE);
}

ZmProvisionPage *
zm_main_page_get_provision (ZmMainPage *self)
{
  g_return_val_if_fail (ZM_IS_MAIN_PAGE (self), NULL);

  return self->provision;
}

const char *
zm_main_page_get_shown (ZmMainPage *self)
{
  g_return_val_if_fail (ZM_IS_MAIN_PAGE (self), NULL);

  if (zm_provision_page_shows_next (self->provision))
    return "next";

  return adw_view_stack_get_visible_child_name (self->views);
}

void
zm_main_page_show (ZmMainPage *self,
                   const char *view)
{
  g_return_if_fail (ZM_IS_MAIN_PAGE (self));

  adw_view_stack_set_visible_child_name (self->views, view);
}

void
zm_main_page_show_audit (ZmMainPage *self,
                         const char *device_id)
{
  g_return_if_fail (ZM_IS_MAIN_PAGE (self));

  zm_main_page_show (self, "audit");
  zm_audit_page_show_device (self->audit, device_id);
}

void
zm_main_page_search (ZmMainPage *self)
{
  g_return_if_fail (ZM_IS_MAIN_PAGE (self));

  if (g_strcmp0 (zm_main_page_get_shown (self), "audit") == 0)
    zm_audit_page_focus_search (self->audit);
  else
    {
      zm_main_page_show (self, "devices");
      zm_devices_page_focus_search (self->devices);
    }
}

void
zm_main_page_set_role (ZmMainPage *self,
                       ZmRole      role)
{
  g_return_if_fail (ZM_IS_MAIN_PAGE (self));

  gtk_stack_set_visible_child_name (self->provision_gate,
                                    role == ZM_ROLE_AUDITOR ? "shut" : "open");
  zm_role_gate_apply (GTK_WIDGET (self->devices), role);
}
