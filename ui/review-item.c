#include "ui/review-item.h"

struct _ZmReviewItem {
  GObject      parent_instance;

  guint        group;
  ZmBadgeKind  kind;
  char        *word;
  char        *title;
  char        *detail;
};

G_DEFINE_FINAL_TYPE (ZmReviewItem, zm_review_item, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_DETAIL,
  PROP_KIND,
  PROP_SUMMARY,
  PROP_TITLE,
  PROP_WORD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
zm_review_item_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ZmReviewItem *self = ZM_REVIEW_ITEM (object);

  switch (prop_id)
    {
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;
    case PROP_SUMMARY:
      g_value_take_string (value, g_strdup_printf ("%s: %s. %s", self->title, self->word,
                                                   self->detail));
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_WORD:
      g_value_set_string (value, self->word);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_review_item_finalize (GObject *object)
{
  ZmReviewItem *self = ZM_REVIEW_ITEM (object);

  g_free (self->word);
  g_free (self->title);
  g_free (self->detail);

  G_OBJECT_CLASS (zm_review_item_parent_class)->finalize (object);
}

static void
zm_review_item_class_init (ZmReviewItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_review_item_finalize;
  object_class->get_property = zm_review_item_get_property;

  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, ZM_TYPE_BADGE_KIND,
                                             ZM_BADGE_NEUTRAL, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_WORD] = g_param_spec_string ("word", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_review_item_init (ZmReviewItem *self)
{
}

ZmReviewItem *
zm_review_item_new (guint        group,
                    ZmBadgeKind  kind,
                    const char  *word,
                    char        *title,
                    char        *detail)
{
  ZmReviewItem *self = g_object_new (ZM_TYPE_REVIEW_ITEM, NULL);

  self->group = group;
  self->kind = kind;
  self->word = g_strdup (word);
  self->title = title;
  self->detail = detail;

  return self;
}

guint
zm_review_item_get_group (ZmReviewItem *self)
{
  g_return_val_if_fail (ZM_IS_REVIEW_ITEM (self), 0);

  return self->group;
}
