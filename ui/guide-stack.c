#include "ui/guide-stack.h"

#include "ui/guide.h"

#define EMPTY       "empty"
#define NONE_FAILED "none-failed"

static char *
name_guide (ZmBenchPort *port)
{
  return g_strdup_printf ("%p", port);
}

static gboolean
has_port (GListModel *ports,
          const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (ports, i);
      g_autofree char *other = name_guide (port);

      if (g_str_equal (name, other))
        return TRUE;
    }

  return FALSE;
}

GtkWidget *
zm_guide_stack_add (GtkStack     *stack,
                    ZmBenchPort  *port,
                    ZmCameraDesk *camera)
{
  GtkWidget *guide;
  g_autofree char *name = NULL;

  g_return_val_if_fail (GTK_IS_STACK (stack), NULL);
  g_return_val_if_fail (ZM_IS_BENCH_PORT (port), NULL);

  guide = zm_guide_new (port, camera);
  name = name_guide (port);
  gtk_stack_add_named (stack, guide, name);

  return guide;
}

void
zm_guide_stack_trim (GtkStack   *stack,
                     GListModel *ports)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_STACK (stack));
  g_return_if_fail (G_IS_LIST_MODEL (ports));

  child = gtk_widget_get_first_child (GTK_WIDGET (stack));
  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);
      const char *name = gtk_stack_page_get_name (gtk_stack_get_page (stack, child));

      if (!g_str_equal (name, EMPTY) && !g_str_equal (name, NONE_FAILED) && !has_port (ports, name))
        gtk_stack_remove (stack, child);
      child = next;
    }
}

void
zm_guide_stack_show (GtkStack    *stack,
                     ZmBenchPort *port,
                     gboolean     failed_only)
{
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_STACK (stack));

  name = port != NULL ? name_guide (port) : g_strdup (failed_only ? NONE_FAILED : EMPTY);
  gtk_stack_set_visible_child_name (stack, name);
}
