#include "config.h"

#include "ui/import-items.h"

#include "app/base/join.h"
#include "app/base/text.h"
#include "app/station/entry-words.h"

#include <glib/gi18n.h>

struct _ZmImportItems {
  GObject       parent_instance;

  ZmImportPlan *plan;
};

static void zm_import_items_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmImportItems, zm_import_items, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      zm_import_items_list_model_init))

static const struct {
  ZmBadgeKind  kind;
  const char  *word;
} words[ZM_N_IMPORT_KINDS] = {
  [ZM_IMPORT_BAD] = { ZM_BADGE_BAD, N_("Bad") },
  [ZM_IMPORT_NEW] = { ZM_BADGE_GOOD, N_("New") },
  [ZM_IMPORT_CHANGED] = { ZM_BADGE_WARNING, N_("Changed") },
  [ZM_IMPORT_SAME] = { ZM_BADGE_NEUTRAL, N_("Same") },
};

static char *
tell_title (const ZmImportLine *line)
{
  if (line->row != NULL)
    return g_strdup_printf (_("Line %u: %s"), line->line, line->row->device_id);
  if (line->fault->column != NULL)
    return g_strdup_printf (_("Line %u, column %s"), line->line, line->fault->column);

  return g_strdup_printf (_("Line %u"), line->line);
}

static char *
tell_fault (const ZmManifestFault *fault)
{
  gboolean is_cell = fault->column != NULL && fault->seen != NULL;
  g_autofree char *seen = is_cell ? zm_text_escape (fault->seen, -1) : NULL;
  g_autofree char *wrong = zm_entry_words_for (fault->check);
  /* TRANSLATORS: what is wrong with a line of a list, and the name of the check that found it */
  g_autofree char *remark = g_strdup_printf (C_("fault", "%s (%s)"), wrong, fault->check);

  if (seen == NULL || *seen == '\0')
    return g_steal_pointer (&remark);

  /* TRANSLATORS: what stands in a field of a list, and what is wrong with it */
  return g_strdup_printf (_("“%s”: %s"), seen, remark);
}

static char *
tell_changes (const GPtrArray *changes)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const ZmImportChange *change = changes->pdata[i];
      g_autofree char *old = zm_text_escape (change->old != NULL ? change->old : "–", -1);
      g_autofree char *new = zm_text_escape (change->new, -1);

      /* TRANSLATORS: what stood there and what will; in a script from right to left, "%s ← %s" */
      g_autofree char *both = g_strdup_printf (_("%s → %s"), old, new);
      g_autofree char *line = zm_join_pair (change->column, both);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
tell_detail (const ZmImportLine *line)
{
  switch (line->kind)
    {
    case ZM_IMPORT_BAD:
      return tell_fault (line->fault);
    case ZM_IMPORT_CHANGED:
      return tell_changes (line->changes);
    case ZM_IMPORT_NEW:
    case ZM_IMPORT_SAME:
    case ZM_N_IMPORT_KINDS:
    default:
      return zm_text_escape (line->row->label, -1);
    }
}

static GType
zm_import_items_get_item_type (GListModel *list)
{
  return ZM_TYPE_REVIEW_ITEM;
}

static guint
zm_import_items_get_n_items (GListModel *list)
{
  return ZM_IMPORT_ITEMS (list)->plan->lines->len;
}

static gpointer
zm_import_items_get_item (GListModel *list,
                          guint       position)
{
  ZmImportItems *self = ZM_IMPORT_ITEMS (list);
  const ZmImportLine *line;

  if (position >= self->plan->lines->len)
    return NULL;

  line = g_ptr_array_index (self->plan->lines, position);
  return zm_review_item_new (line->kind, words[line->kind].kind, _(words[line->kind].word),
                             tell_title (line), tell_detail (line));
}

static void
zm_import_items_list_model_init (GListModelInterface *iface)
{
  iface->get_item = zm_import_items_get_item;
  iface->get_item_type = zm_import_items_get_item_type;
  iface->get_n_items = zm_import_items_get_n_items;
}

static void
zm_import_items_finalize (GObject *object)
{
  zm_import_plan_free (ZM_IMPORT_ITEMS (object)->plan);

  G_OBJECT_CLASS (zm_import_items_parent_class)->finalize (object);
}

static void
zm_import_items_class_init (ZmImportItemsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_import_items_finalize;
}

static void
zm_import_items_init (ZmImportItems *self)
{
}

ZmImportItems *
zm_import_items_new (ZmImportPlan *plan)
{
  ZmImportItems *self;

  g_return_val_if_fail (plan != NULL, NULL);

  self = g_object_new (ZM_TYPE_IMPORT_ITEMS, NULL);
  self->plan = plan;

  return self;
}

const ZmImportPlan *
zm_import_items_get_plan (ZmImportItems *self)
{
  g_return_val_if_fail (ZM_IS_IMPORT_ITEMS (self), NULL);

  return self->plan;
}
