#include "config.h"

#include "ui/welcome-page.h"

#include "ui/template.h"

#include <adwaita.h>

struct _ZmWelcomePage {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (ZmWelcomePage, zm_welcome_page, GTK_TYPE_WIDGET)

static void
zm_welcome_page_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (zm_welcome_page_parent_class)->dispose (object);
}

static void
zm_welcome_page_class_init (ZmWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_welcome_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/welcome-page.ui");
}

static void
zm_welcome_page_init (ZmWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
