#include "config.h"

#include "ui/judgement-line.h"

#include "app/base/text.h"
#include "ui/accessible.h"
#include "ui/badge.h"
#include "ui/number-words.h"
#include "ui/two-shapes.h"

#include <glib/gi18n.h>

struct _ZmJudgementLine {
  GtkListBoxRow    parent_instance;

  ZmJudgementItem *item;

  ZmTwoShapes     *shapes;
};

G_DEFINE_FINAL_TYPE (ZmJudgementLine, zm_judgement_line, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A dash stands for nothing. */
static char *
format_by (const char *value,
           char     *(*escape)(const char *text))
{
  if (zm_number_words_is_hash (value))
    return zm_number_words_shorten_hash (value);

  return value != NULL && *value != '\0' ? escape (value) : g_strdup ("–");
}

static char *
escape_all (const char *text)
{
  return zm_text_escape (text, -1);
}

/* What a device asks for is hostile text. */
static char *
format_value (gpointer    self,
              const char *value)
{
  return format_by (value, escape_all);
}

/* What the policy says, and what is issued by it, are words of ours. */
static char *
format_words (gpointer    self,
              const char *value)
{
  return format_by (value, zm_text_escape_words);
}

static char *
format_asked (gpointer    self,
              const char *value)
{
  g_autofree char *shown = format_value (self, value);

  return g_strdup_printf (_("Asked: %s"), shown);
}

/* A rule, and below it where it comes from. */
static char *
format_rule (gpointer    self,
             const char *policy,
             const char *standard)
{
  g_autofree char *shown = format_words (self, policy);

  if (standard == NULL)
    return g_steal_pointer (&shown);

  /* TRANSLATORS: a rule, and on a line of its own the standard that it comes from; where lines run from
   * right to left, put the mark U+200F before the second, which would begin at the left */
  return g_strdup_printf (C_("rule", "%s\n%s"), shown, standard);
}

static char *
format_policy (gpointer    self,
               const char *policy,
               const char *standard)
{
  g_autofree char *shown = format_words (self, policy);

  if (standard == NULL)
    return g_strdup_printf (_("Policy: %s"), shown);

  /* TRANSLATORS: a rule, and the standard that it comes from */
  return g_strdup_printf (_("Policy: %s (%s)"), shown, standard);
}

static char *
format_issued (gpointer    self,
               const char *value)
{
  g_autofree char *shown = format_words (self, value);

  return g_strdup_printf (_("Will issue: %s"), shown);
}

static ZmBadgeKind
get_kind (gpointer    self,
          const char *verdict)
{
  if (g_strcmp0 (verdict, "refused") == 0)
    return ZM_BADGE_BAD;
  if (g_strcmp0 (verdict, "changed") == 0 || g_strcmp0 (verdict, "ignored") == 0)
    return ZM_BADGE_WARNING;

  return ZM_BADGE_GOOD;
}

static void
name_row (ZmJudgementLine *self)
{
  g_autofree char *field = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *issued = NULL;
  g_autofree char *policy = NULL;
  g_autofree char *standard = NULL;
  g_autofree char *verdict = NULL;
  g_autofree char *asked_text = NULL;
  g_autofree char *policy_text = NULL;
  g_autofree char *issued_text = NULL;
  g_autofree char *name = NULL;

  g_object_get (self->item, "field", &field, "asked", &asked, "policy", &policy, "standard",
                &standard, "issued", &issued, "verdict-title", &verdict, NULL);
  asked_text = format_asked (self, asked);
  policy_text = format_policy (self, policy, standard);
  issued_text = format_issued (self, issued);
  name = g_strdup_printf ("%s: %s. %s. %s. %s", field, verdict, asked_text, policy_text,
                          issued_text);
  zm_accessible_set_label (GTK_WIDGET (self), name);
}

static void
zm_judgement_line_constructed (GObject *object)
{
  G_OBJECT_CLASS (zm_judgement_line_parent_class)->constructed (object);

  name_row (ZM_JUDGEMENT_LINE (object));
}

static void
zm_judgement_line_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, ZM_JUDGEMENT_LINE (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_judgement_line_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      ZM_JUDGEMENT_LINE (object)->item = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_judgement_line_finalize (GObject *object)
{
  g_clear_object (&ZM_JUDGEMENT_LINE (object)->item);

  G_OBJECT_CLASS (zm_judgement_line_parent_class)->finalize (object);
}

static void
zm_judgement_line_class_init (ZmJudgementLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = zm_judgement_line_constructed;
  object_class->finalize = zm_judgement_line_finalize;
  object_class->get_property = zm_judgement_line_get_property;
  object_class->set_property = zm_judgement_line_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ZM_TYPE_JUDGEMENT_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_BADGE);
  g_type_ensure (ZM_TYPE_BADGE_KIND);
  g_type_ensure (ZM_TYPE_TWO_SHAPES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/judgement-line.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmJudgementLine, shapes);
  gtk_widget_class_bind_template_callback (widget_class, format_asked);
  gtk_widget_class_bind_template_callback (widget_class, format_issued);
  gtk_widget_class_bind_template_callback (widget_class, format_policy);
  gtk_widget_class_bind_template_callback (widget_class, format_rule);
  gtk_widget_class_bind_template_callback (widget_class, format_value);
  gtk_widget_class_bind_template_callback (widget_class, format_words);
  gtk_widget_class_bind_template_callback (widget_class, get_kind);
}

static void
zm_judgement_line_init (ZmJudgementLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
zm_judgement_line_new (ZmJudgementItem *item)
{
  g_return_val_if_fail (ZM_IS_JUDGEMENT_ITEM (item), NULL);

  return g_object_new (ZM_TYPE_JUDGEMENT_LINE, "item", item, NULL);
}

GtkWidget *
zm_judgement_line_get_wide (ZmJudgementLine *self)
{
  g_return_val_if_fail (ZM_IS_JUDGEMENT_LINE (self), NULL);

  return zm_two_shapes_get_wide (self->shapes);
}
