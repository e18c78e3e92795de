#include "config.h"

#include "app/station/device-view.h"

#include "app/pki/certificate.h"

#include <glib/gi18n.h>
#include <string.h>

#define BIT(value) (1u << (value))
#define COLUMNS_USUAL \
  (BIT (ZM_DEVICE_COLUMN_DEVICE) | BIT (ZM_DEVICE_COLUMN_LABEL) | \
   BIT (ZM_DEVICE_COLUMN_LOCATION) | BIT (ZM_DEVICE_COLUMN_STATE) | \
   BIT (ZM_DEVICE_COLUMN_EXPIRY) | BIT (ZM_DEVICE_COLUMN_OUTCOME))
#define STATES_IN_USE (BIT (ZM_DEVICE_REGISTERED) | BIT (ZM_DEVICE_ACTIVE))

static const char *const columns[ZM_N_DEVICE_COLUMNS] = {
  [ZM_DEVICE_COLUMN_DEVICE] = "device",
  [ZM_DEVICE_COLUMN_LABEL] = "label",
  [ZM_DEVICE_COLUMN_LOCATION] = "location",
  [ZM_DEVICE_COLUMN_MODEL] = "model",
  [ZM_DEVICE_COLUMN_SERIAL_NUMBER] = "serial-number",
  [ZM_DEVICE_COLUMN_ASSET_TAG] = "asset-tag",
  [ZM_DEVICE_COLUMN_STATE] = "state",
  [ZM_DEVICE_COLUMN_EXPIRY] = "expiry",
  [ZM_DEVICE_COLUMN_SEEN] = "seen",
  [ZM_DEVICE_COLUMN_VERIFIED] = "verified",
  [ZM_DEVICE_COLUMN_OUTCOME] = "outcome",
};

static const struct {
  const char     *name;
  guint           states;
  guint           standings;
  gboolean        half_done;
  ZmDeviceColumn  sort;
} builtin[] = {
  { N_("All"), 0, 0, FALSE, ZM_DEVICE_COLUMN_DEVICE },
  { N_("Expiring within 30 days"), STATES_IN_USE,
    ZM_STANDING_BIT (ZM_STANDING_EXPIRED) | ZM_STANDING_BIT (ZM_STANDING_MONTH), FALSE,
    ZM_DEVICE_COLUMN_EXPIRY },
  { N_("No certificate"), STATES_IN_USE,
    ZM_STANDING_BIT (ZM_STANDING_NONE) | ZM_STANDING_BIT (ZM_STANDING_REVOKED), FALSE,
    ZM_DEVICE_COLUMN_DEVICE },
  { N_("Half-done"), 0, 0, TRUE, ZM_DEVICE_COLUMN_SEEN },
};

ZmDeviceView *
zm_device_view_new (void)
{
  ZmDeviceView *view = g_new0 (ZmDeviceView, 1);

  view->text = g_strdup ("");
  view->columns = COLUMNS_USUAL;

  return view;
}

ZmDeviceView *
zm_device_view_copy (const ZmDeviceView *view)
{
  ZmDeviceView *copy;

  g_return_val_if_fail (view != NULL, NULL);

  copy = g_memdup2 (view, sizeof *view);
  copy->name = g_strdup (view->name);
  copy->text = g_strdup (view->text);
  copy->ward = g_strdup (view->ward);

  return copy;
}

void
zm_device_view_free (ZmDeviceView *view)
{
  if (view == NULL)
    return;

  g_free (view->name);
  g_free (view->text);
  g_free (view->ward);
  g_free (view);
}

ZmDeviceView *
zm_device_view_new_builtin (guint number)
{
  ZmDeviceView *view;

  if (number >= G_N_ELEMENTS (builtin))
    return NULL;

  view = zm_device_view_new ();
  view->name = g_strdup (_(builtin[number].name));
  view->states = builtin[number].states;
  view->standings = builtin[number].standings;
  view->half_done = builtin[number].half_done;
  view->sort = builtin[number].sort;
  return view;
}

const char *
zm_device_view_column_name (ZmDeviceColumn column)
{
  g_return_val_if_fail (column < ZM_N_DEVICE_COLUMNS, NULL);

  return columns[column];
}

/* --- As text --- */

static const char *
name_state (guint value)
{
  return zm_device_record_state_name (value);
}

static const char *
name_standing (guint value)
{
  return zm_device_standing_name (value);
}

static const char *
name_column (guint value)
{
  return columns[value];
}

/* The members that are sets of names. */
static const struct {
  const char *key;
  gsize       offset;
  guint       n_values;
  const char *(*name) (guint value);
} sets[] = {
  { "state", offsetof (ZmDeviceView, states), ZM_DEVICE_RETIRED + 1, name_state },
  { "standing", offsetof (ZmDeviceView, standings), ZM_N_STANDINGS, name_standing },
  { "columns", offsetof (ZmDeviceView, columns), ZM_N_DEVICE_COLUMNS, name_column },
};

static void
append (GString    *text,
        const char *key,
        const char *value)
{
  if (text->len > 0)
    g_string_append_c (text, '&');
  g_string_append_printf (text, "%s=", key);
  g_string_append_uri_escaped (text, value, ",", TRUE);
}

static void
append_set (GString *text,
            gsize    number,
            guint    bits)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < sets[number].n_values; i++)
    {
      if ((bits & BIT (i)) != 0)
        g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "", sets[number].name (i));
    }
  if (names->len > 0)
    append (text, sets[number].key, names->str);
}

char *
zm_device_view_format (const ZmDeviceView *view)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (view != NULL, NULL);

  if (view->name != NULL)
    append (text, "name", view->name);
  if (*view->text != '\0')
    append (text, "find", view->text);
  if (view->ward != NULL)
    append (text, "ward", view->ward);
  if (view->half_done)
    append (text, "half-done", "yes");
  append (text, view->descending ? "sort-down" : "sort", columns[view->sort]);
  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    append_set (text, i, *(const guint *) ((const char *) view + sets[i].offset));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint
read_set (gsize       number,
          const char *value)
{
  g_auto(GStrv) names = g_strsplit (value, ",", -1);
  guint bits = 0;

  for (guint i = 0; i < sets[number].n_values; i++)
    {
      if (g_strv_contains ((const char *const *) names, sets[number].name (i)))
        bits |= BIT (i);
    }

  return bits;
}

static void
read_sort (ZmDeviceView *view,
           const char   *value,
           gboolean      descending)
{
  for (guint i = 0; i < ZM_N_DEVICE_COLUMNS; i++)
    {
      if (g_str_equal (columns[i], value))
        {
          view->sort = i;
          view->descending = descending;
        }
    }
}

static void
replace (char       **member,
         const char  *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

static void
read_member (ZmDeviceView *view,
             const char   *key,
             const char   *value)
{
  if (g_str_equal (key, "name") && g_utf8_strlen (value, -1) <= ZM_DEVICE_VIEW_NAME_MAX)
    replace (&view->name, value);
  else if (g_str_equal (key, "find"))
    replace (&view->text, value);
  else if (g_str_equal (key, "ward"))
    replace (&view->ward, value);
  else if (g_str_equal (key, "half-done"))
    view->half_done = TRUE;
  else if (g_str_equal (key, "sort") || g_str_equal (key, "sort-down"))
    read_sort (view, value, g_str_equal (key, "sort-down"));

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      if (g_str_equal (sets[i].key, key))
        *(guint *) ((char *) view + sets[i].offset) = read_set (i, value);
    }
}

ZmDeviceView *
zm_device_view_parse (const char *text)
{
  g_autoptr(ZmDeviceView) view = zm_device_view_new ();
  GUriParamsIter iter;
  char *key;
  char *value;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  g_uri_params_iter_init (&iter, text, -1, "&", G_URI_PARAMS_NONE);
  while (g_uri_params_iter_next (&iter, &key, &value, &error))
    {
      read_member (view, key, value);
      g_free (key);
      g_free (value);
    }
  if (error != NULL)
    return NULL;

  view->columns |= BIT (ZM_DEVICE_COLUMN_DEVICE);
  return g_steal_pointer (&view);
}

/* --- What it means --- */

gboolean
zm_device_view_equal (const ZmDeviceView *a,
                      const ZmDeviceView *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return g_str_equal (a->text, b->text) && g_strcmp0 (a->ward, b->ward) == 0 &&
         a->states == b->states && a->standings == b->standings &&
         a->half_done == b->half_done && a->sort == b->sort &&
         a->descending == b->descending && a->columns == b->columns;
}

gboolean
zm_device_view_is_filtered (const ZmDeviceView *view)
{
  g_return_val_if_fail (view != NULL, FALSE);

  return *view->text != '\0' || view->ward != NULL || view->states != 0 ||
         view->standings != 0 || view->half_done;
}

void
zm_device_view_get_filter (const ZmDeviceView  *view,
                           ZmDeviceFilter      *filter,
                           char               **serial)
{
  g_return_if_fail (view != NULL);
  g_return_if_fail (filter != NULL && serial != NULL);

  *serial = zm_certificate_parse_serial (view->text);
  *filter = (ZmDeviceFilter) {
    .text = *view->text != '\0' ? view->text : NULL,
    .serial = *serial,
    .ward = view->ward,
    .states = view->states,
    .standings = view->standings,
    .half_done = view->half_done,
  };
}
