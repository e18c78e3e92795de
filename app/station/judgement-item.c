#include "config.h"

#include "app/station/judgement-item.h"

#include "app/station/judgement-words.h"

#include <glib/gi18n-lib.h>

struct _ZmJudgementItem {
  GObject    parent_instance;

  char      *field;
  char      *asked;
  char      *policy;
  char      *standard;
  char      *issued;
  ZmVerdict  verdict;
};

G_DEFINE_FINAL_TYPE (ZmJudgementItem, zm_judgement_item, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ASKED,
  PROP_FIELD,
  PROP_ISSUED,
  PROP_POLICY,
  PROP_STANDARD,
  PROP_VERDICT,
  PROP_VERDICT_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_verdict_title (ZmVerdict verdict)
{
  switch (verdict)
    {
    case ZM_VERDICT_GRANTED:
      return _("as asked");
    case ZM_VERDICT_FILLED:
      return _("filled in");
    case ZM_VERDICT_CHANGED:
      return _("changed");
    case ZM_VERDICT_IGNORED:
      return _("not taken over");
    case ZM_VERDICT_REFUSED:
      return _("refused");
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
zm_judgement_item_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  ZmJudgementItem *self = ZM_JUDGEMENT_ITEM (object);

  switch (prop_id)
    {
    case PROP_ASKED:
      g_value_set_string (value, self->asked);
      break;
    case PROP_FIELD:
      g_value_set_string (value, self->field);
      break;
    case PROP_ISSUED:
      g_value_set_string (value, self->issued);
      break;
    case PROP_POLICY:
      g_value_set_string (value, self->policy);
      break;
    case PROP_STANDARD:
      g_value_set_string (value, self->standard);
      break;
    case PROP_VERDICT:
      g_value_set_string (value, zm_judgement_verdict_name (self->verdict));
      break;
    case PROP_VERDICT_TITLE:
      g_value_set_string (value, get_verdict_title (self->verdict));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_judgement_item_finalize (GObject *object)
{
  ZmJudgementItem *self = ZM_JUDGEMENT_ITEM (object);

  g_free (self->field);
  g_free (self->asked);
  g_free (self->policy);
  g_free (self->standard);
  g_free (self->issued);

  G_OBJECT_CLASS (zm_judgement_item_parent_class)->finalize (object);
}

static void
zm_judgement_item_class_init (ZmJudgementItemClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_ASKED] = "asked",
    [PROP_FIELD] = "field",
    [PROP_ISSUED] = "issued",
    [PROP_POLICY] = "policy",
    [PROP_STANDARD] = "standard",
    [PROP_VERDICT] = "verdict",
    [PROP_VERDICT_TITLE] = "verdict-title",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zm_judgement_item_finalize;
  object_class->get_property = zm_judgement_item_get_property;

  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_judgement_item_init (ZmJudgementItem *self)
{
}

ZmJudgementItem *
zm_judgement_item_new (const ZmJudgementRow *row)
{
  ZmJudgementItem *self;

  g_return_val_if_fail (row != NULL, NULL);

  self = g_object_new (ZM_TYPE_JUDGEMENT_ITEM, NULL);
  self->field = zm_judgement_words_say (row->field);
  self->asked = zm_judgement_words_say (row->asked);
  self->policy = zm_judgement_words_say (row->policy);
  self->standard = g_strdup (row->standard);
  self->issued = zm_judgement_words_say (row->issued);
  self->verdict = row->verdict;

  return self;
}
