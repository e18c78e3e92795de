#include "ui/entry-note.h"

#include "app/protocol/person-rules.h"
#include "app/protocol/policy-rules.h"
#include "app/protocol/secret-rules.h"
#include "app/station/entry-words.h"
#include "app/station/manifest.h"
#include "app/station/station-config.h"
#include "ui/accessible.h"
#include "ui/secret-row.h"

typedef struct {
  const char *name;
  gboolean  (*check)(const char *text, GError **error);            /* one of the two */
  gboolean  (*check_secret)(const ZmSecret *secret, GError **error);
} Rule;

static const Rule rules[] = {
  { "crl-url", zm_policy_rules_check_crl_url, NULL },
  { "desk", zm_station_config_check_desk, NULL },
  { "hospital", zm_policy_rules_check_hospital, NULL },
  { "identity-host", zm_policy_rules_check_host, NULL },
  { "passphrase", NULL, zm_secret_rules_check_passphrase },
  { "person", zm_person_rules_check_name, NULL },
  { "pin", NULL, zm_secret_rules_check_pin },
  { "server-url", zm_policy_rules_check_server_url, NULL },
};

struct _ZmEntryNote {
  AdwPreferencesRow  parent_instance;

  GtkWidget         *entry;
  const Rule        *rule;   /* one of the three */
  char              *column;
  GtkWidget         *first;
  gboolean           insisted;

  GtkLabel          *words;
};

G_DEFINE_FINAL_TYPE (ZmEntryNote, zm_entry_note, ADW_TYPE_PREFERENCES_ROW)

enum {
  PROP_0,
  PROP_COLUMN,
  PROP_ENTRY,
  PROP_FIRST,
  PROP_RULE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_text (ZmEntryNote *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static gboolean
check_first (ZmEntryNote  *self,
             GError      **error)
{
  g_autoptr(ZmSecret) secret = zm_secret_row_copy (self->first);
  g_autoptr(ZmSecret) again = zm_secret_row_copy (self->entry);

  return zm_secret_rules_check_same (secret, again, error);
}

static gboolean
check_secret (ZmEntryNote  *self,
              GError      **error)
{
  g_autoptr(ZmSecret) secret = zm_secret_row_copy (self->entry);

  return self->rule->check_secret (secret, error);
}

static gboolean
check (ZmEntryNote  *self,
       GError      **error)
{
  if (self->first != NULL)
    return check_first (self, error);
  if (self->column != NULL)
    return zm_manifest_check_cell (self->column, get_text (self), error);
  if (self->rule == NULL)
    return TRUE;

  return self->rule->check != NULL ? self->rule->check (get_text (self), error)
                                   : check_secret (self, error);
}

static void
describe (GtkWidget  *widget,
          gboolean    wrong,
          const char *words)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  zm_accessible_set_description (widget, words);
}

/* What has the focus is within the row; GTK 4.8 shows a screen reader the row alone. */
static void
mark (ZmEntryNote *self,
      gboolean     wrong,
      const char  *words)
{
  GtkEditable *typed = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));

  if (wrong)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  describe (self->entry, wrong, words);
  describe (GTK_WIDGET (typed), wrong, words);
}

/* A field that is empty is only not filled yet. */
static void
update (ZmEntryNote *self)
{
  g_autoptr(GError) error = NULL;
  gboolean wrong = !check (self, &error) && (self->insisted || *get_text (self) != '\0');
  g_autofree char *words = wrong ? zm_entry_words_say (error) : NULL;

  mark (self, wrong, words);
  gtk_label_set_text (self->words, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self), wrong && gtk_widget_get_visible (self->entry));
}

/* The two may have been the same, and differ now. */
static void
first_changed_cb (ZmEntryNote *self)
{
  if (self->entry != NULL)
    update (self);
}

static void
set_entry (ZmEntryNote *self,
           GtkWidget   *entry)
{
  self->entry = entry;
  if (entry == NULL)
    return;

  g_signal_connect_object (entry, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "notify::visible", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
set_first (ZmEntryNote *self,
           GtkWidget   *first)
{
  self->first = first;
  if (first != NULL)
    g_signal_connect_object (first, "changed", G_CALLBACK (first_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static const Rule *
find_rule (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (rules); i++)
    {
      if (g_str_equal (rules[i].name, name))
        return &rules[i];
    }

  g_return_val_if_fail (name == NULL, NULL);
  return NULL;
}

static void
zm_entry_note_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  ZmEntryNote *self = ZM_ENTRY_NOTE (object);

  switch (prop_id)
    {
    case PROP_COLUMN:
      g_free (self->column);
      self->column = g_value_dup_string (value);
      break;
    case PROP_ENTRY:
      set_entry (self, g_value_get_object (value));
      break;
    case PROP_FIRST:
      set_first (self, g_value_get_object (value));
      break;
    case PROP_RULE:
      self->rule = find_rule (g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_entry_note_finalize (GObject *object)
{
  g_free (ZM_ENTRY_NOTE (object)->column);

  G_OBJECT_CLASS (zm_entry_note_parent_class)->finalize (object);
}

static void
zm_entry_note_class_init (ZmEntryNoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_entry_note_finalize;
  object_class->set_property = zm_entry_note_set_property;

  properties[PROP_COLUMN] = g_param_spec_string ("column", NULL, NULL, NULL, flags);
  properties[PROP_ENTRY] = g_param_spec_object ("entry", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_FIRST] = g_param_spec_object ("first", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_RULE] = g_param_spec_string ("rule", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/entry-note.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmEntryNote, words);
}

static void
zm_entry_note_init (ZmEntryNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* In the order in which they stand. */
static void
collect (GtkWidget *widget,
         GPtrArray *notes)
{
  if (ZM_IS_ENTRY_NOTE (widget))
    {
      ZmEntryNote *note = ZM_ENTRY_NOTE (widget);

      if (note->entry != NULL && gtk_widget_get_visible (note->entry) && !check (note, NULL))
        g_ptr_array_add (notes, note);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      /* A note that has nothing to say is hidden too. */
      if (gtk_widget_get_visible (child) || ZM_IS_ENTRY_NOTE (child))
        collect (child, notes);
    }
}

static GPtrArray *
list_wrong (GtkWidget *widget)
{
  GPtrArray *notes = g_ptr_array_new ();

  collect (widget, notes);
  return notes;
}

GtkWidget *
zm_entry_note_find_wrong (GtkWidget *widget)
{
  g_autoptr(GPtrArray) notes = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  notes = list_wrong (widget);
  return notes->len > 0 ? ZM_ENTRY_NOTE (notes->pdata[0])->entry : NULL;
}

gboolean
zm_entry_note_insist (GtkWidget *widget)
{
  g_autoptr(GPtrArray) notes = NULL;
  GtkEditable *first;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  notes = list_wrong (widget);
  for (guint i = 0; i < notes->len; i++)
    {
      ZmEntryNote *note = notes->pdata[i];

      note->insisted = TRUE;
      update (note);
    }
  if (notes->len == 0)
    return FALSE;

  first = gtk_editable_get_delegate (GTK_EDITABLE (ZM_ENTRY_NOTE (notes->pdata[0])->entry));
  gtk_widget_grab_focus (GTK_WIDGET (first));
  return TRUE;
}
