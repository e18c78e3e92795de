#include "app/store/device-query.h"

#include "app/store/table.h"

#include <string.h>

#define AT(member) G_STRUCT_OFFSET (ZmDeviceLine, member)
#define CHECK_EVERY 1024 /* rows between two looks at the cancellable */

/* The registry with what certificates and sessions say of each device. Views are switched off in our
 * databases, so it stands here; SQLite takes it apart again, and asks only what a query needs. A ward
 * is the location up to its first comma. */
#define DEVICE_LINES \
  "(SELECT rowid AS line, device_id, label, model, serial_number, location, asset_tag, state," \
  " rtrim (CASE instr (coalesce (location, ''), ',') WHEN 0 THEN coalesce (location, '')" \
  "   ELSE substr (location, 1, instr (location, ',') - 1) END) AS ward," \
  " (SELECT max (not_after) FROM certificates AS c WHERE c.device_id = d.device_id" \
  "   AND c.kind = 'device' AND c.state IN ('issued', 'active')) AS ends_at," \
  " EXISTS (SELECT 1 FROM certificates AS c WHERE c.device_id = d.device_id" \
  "   AND c.kind = 'device' AND c.state = 'revoked') AS revoked," \
  " (SELECT s.state FROM sessions AS s WHERE s.device_id = d.device_id" \
  "   ORDER BY s.started_at DESC LIMIT 1) AS outcome," \
  " (SELECT s.updated_at FROM sessions AS s WHERE s.device_id = d.device_id" \
  "   ORDER BY s.started_at DESC LIMIT 1) AS seen_at," \
  " (SELECT max (s.updated_at) FROM sessions AS s WHERE s.device_id = d.device_id" \
  "   AND s.state = 'verified') AS verified_at," \
  " EXISTS (SELECT 1 FROM sessions AS s WHERE s.device_id = d.device_id AND s.state IN" \
  "   ('paired', 'requested', 'approved', 'issued', 'delivered', 'installed')) AS half_done " \
  "FROM devices AS d)"

/* Empty where the device never had a session. */
static const char *const outcome_names[] = {
  "paired", "requested", "approved", "issued", "delivered", "installed",
  "verified", "failed", "abandoned", "", NULL,
};
#define NO_SESSION (G_N_ELEMENTS (outcome_names) - 2)

static const char *const state_names[] = { "registered", "active", "retired", NULL };

static const ZmField fields[] = {
  { "line", ZM_FIELD_INTEGER, AT (row), NULL },
  { "device_id", ZM_FIELD_TEXT, AT (device_id), NULL },
  { "label", ZM_FIELD_TEXT, AT (label), NULL },
  { "model", ZM_FIELD_TEXT, AT (model), NULL },
  { "serial_number", ZM_FIELD_TEXT, AT (serial_number), NULL },
  { "location", ZM_FIELD_TEXT, AT (location), NULL },
  { "asset_tag", ZM_FIELD_TEXT, AT (asset_tag), NULL },
  { "state", ZM_FIELD_ENUM, AT (state), state_names },
  { "ends_at", ZM_FIELD_INSTANT, AT (ends_at), NULL },
  { "revoked", ZM_FIELD_BOOLEAN, AT (revoked), NULL },
  { "outcome", ZM_FIELD_ENUM, AT (outcome), outcome_names },
  { "seen_at", ZM_FIELD_INSTANT, AT (seen_at), NULL },
  { "verified_at", ZM_FIELD_INSTANT, AT (verified_at), NULL },
};

static const ZmTable lines = {
  "devices", "device.unknown", sizeof (ZmDeviceLine), (GDestroyNotify) zm_device_query_line_free,
  fields, G_N_ELEMENTS (fields), DEVICE_LINES,
};

/* What each column is sorted by. */
static const char *const keys[ZM_N_DEVICE_COLUMNS] = {
  [ZM_DEVICE_COLUMN_DEVICE] = NULL, /* by which the others are sorted too, where they are equal */
  [ZM_DEVICE_COLUMN_LABEL] = "label COLLATE NOCASE",
  [ZM_DEVICE_COLUMN_LOCATION] = "location COLLATE NOCASE",
  [ZM_DEVICE_COLUMN_MODEL] = "model COLLATE NOCASE",
  [ZM_DEVICE_COLUMN_SERIAL_NUMBER] = "serial_number COLLATE NOCASE",
  [ZM_DEVICE_COLUMN_ASSET_TAG] = "asset_tag COLLATE NOCASE",
  [ZM_DEVICE_COLUMN_STATE] = "state",
  [ZM_DEVICE_COLUMN_EXPIRY] = "ends_at",
  [ZM_DEVICE_COLUMN_SEEN] = "seen_at",
  [ZM_DEVICE_COLUMN_VERIFIED] = "verified_at",
  [ZM_DEVICE_COLUMN_OUTCOME] = "outcome",
};

void
zm_device_query_line_free (ZmDeviceLine *line)
{
  zm_table_free_record (&lines, line);
}

/* --- The filter as SQL --- */

/* The WHERE clause as it grows, with the texts for its parameters in order. */
typedef struct {
  GString *clause;
  GPtrArray *texts;
} Conditions;

static void
add (Conditions *conditions,
     const char *condition,
     char       *text)
{
  g_string_append_printf (conditions->clause, " AND %s", condition);
  if (text != NULL)
    g_ptr_array_add (conditions->texts, text);
}

/* LIKE knows the two cases of ASCII letters only: any other letter that has two matches as any
 * character, which finds what is meant and hardly more. */
static char *
make_pattern (const char *text)
{
  g_autoptr(GString) pattern = g_string_new ("%");

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_utf8_get_char (text);

      if (letter >= 128 && g_unichar_toupper (letter) != g_unichar_tolower (letter))
        g_string_append_c (pattern, '_');
      else
        {
          if (letter < 128 && strchr ("%_\\", (int) letter) != NULL)
            g_string_append_c (pattern, '\\');
          g_string_append_unichar (pattern, letter);
        }
    }
  g_string_append_c (pattern, '%');

  return g_string_free (g_steal_pointer (&pattern), FALSE);
}

static void
add_text (Conditions           *conditions,
          const ZmDeviceFilter *filter)
{
  static const char *const columns[] = {
    "device_id", "label", "model", "serial_number", "location", "asset_tag",
  };
  g_autoptr(GString) condition = g_string_new ("(");

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_string_append_printf (condition, "%s%s LIKE ? ESCAPE '\\'", i > 0 ? " OR " : "",
                              columns[i]);
      g_ptr_array_add (conditions->texts, make_pattern (filter->text));
    }
  if (filter->serial != NULL)
    {
      g_string_append (condition,
                       " OR device_id IN (SELECT device_id FROM certificates WHERE serial = ?)");
      g_ptr_array_add (conditions->texts, g_strdup (filter->serial));
    }
  g_string_append_c (condition, ')');
  add (conditions, condition->str, NULL);
}

static void
add_states (Conditions *conditions,
            guint       states)
{
  g_autoptr(GString) condition = g_string_new ("state IN (''");

  for (guint i = 0; state_names[i] != NULL; i++)
    {
      if ((states & (1u << i)) != 0)
        g_string_append_printf (condition, ", '%s'", state_names[i]);
    }
  g_string_append_c (condition, ')');
  add (conditions, condition->str, NULL);
}

static gboolean
has (guint      standings,
     ZmStanding standing)
{
  return (standings & ZM_STANDING_BIT (standing)) != 0;
}

/* Neighbours are one span, and BETWEEN asks for the end of a device's certificate once. */
static void
add_span (Conditions *conditions,
          GString    *condition,
          ZmStanding  first,
          ZmStanding  last,
          ZmInstant   now)
{
  ZmInstant from = first == ZM_STANDING_EXPIRED ? 1 : zm_device_standing_bound (first - 1, now) + 1;

  g_string_append (condition, " OR ends_at BETWEEN ? AND ?");
  g_ptr_array_add (conditions->texts, zm_instant_format_micros (from));
  g_ptr_array_add (conditions->texts,
                   zm_instant_format_micros (zm_device_standing_bound (last, now)));
}

static void
add_standings (Conditions *conditions,
               guint       standings,
               ZmInstant   now)
{
  g_autoptr(GString) condition = g_string_new ("(0");

  if (has (standings, ZM_STANDING_NONE))
    g_string_append (condition, " OR (ends_at IS NULL AND NOT revoked)");
  if (has (standings, ZM_STANDING_REVOKED))
    g_string_append (condition, " OR (ends_at IS NULL AND revoked)");
  for (ZmStanding first = ZM_STANDING_EXPIRED; first < ZM_N_STANDINGS; first++)
    {
      ZmStanding last = first;

      if (!has (standings, first))
        continue;
      while (last + 1 < ZM_N_STANDINGS && has (standings, last + 1))
        last++;
      add_span (conditions, condition, first, last, now);
      first = last;
    }
  g_string_append_c (condition, ')');
  add (conditions, condition->str, NULL);
}

static void
add_filter (Conditions           *conditions,
            const ZmDeviceFilter *filter,
            ZmInstant             now)
{
  if (filter->text != NULL)
    add_text (conditions, filter);
  if (filter->ward != NULL)
    add (conditions, "ward = ?", g_strdup (filter->ward));
  if (filter->states != 0)
    add_states (conditions, filter->states);
  if (filter->half_done)
    add (conditions, "half_done", NULL);
  if (filter->standings != 0)
    add_standings (conditions, filter->standings, now);
}

/* Every device has an id, and is told by its index in order; NULLS LAST would have them all sorted. */
static char *
make_order (ZmDeviceColumn sort,
            gboolean       descending)
{
  const char *order = descending ? "DESC" : "ASC";

  if (keys[sort] == NULL)
    return g_strdup_printf ("device_id %s", order);

  return g_strdup_printf ("%s %s NULLS LAST, device_id %s", keys[sort], order, order);
}

static ZmStatement *
prepare_order (ZmDatabase            *database,
               const ZmDeviceFilter  *filter,
               ZmDeviceColumn         sort,
               gboolean               descending,
               ZmInstant              now,
               GError               **error)
{
  g_autofree char *order = make_order (sort, descending);
  g_autofree char *sql = NULL;
  g_autoptr(GString) clause = g_string_new (NULL);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  Conditions conditions = { clause, texts };
  ZmStatement *statement;

  add_filter (&conditions, filter, now);
  sql = g_strdup_printf ("SELECT line FROM " DEVICE_LINES " WHERE 1%s ORDER BY %s", clause->str,
                         order);
  statement = zm_statement_new (database, sql, error);
  for (guint i = 0; statement != NULL && i < texts->len; i++)
    zm_statement_bind_text (statement, (int) i + 1, g_ptr_array_index (texts, i));

  return statement;
}

GArray *
zm_device_query_order (ZmDatabase            *database,
                       const ZmDeviceFilter  *filter,
                       ZmDeviceColumn         sort,
                       gboolean               descending,
                       ZmInstant              now,
                       GCancellable          *cancellable,
                       GError               **error)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(ZmStatement) statement = NULL;
  ZmStep step = ZM_STEP_DONE;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (filter != NULL && sort < ZM_N_DEVICE_COLUMNS, NULL);

  statement = prepare_order (database, filter, sort, descending, now, error);
  if (statement == NULL)
    return NULL;
  do
    {
      gint64 row;

      if (rows->len % CHECK_EVERY == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      step = zm_statement_step (statement, error);
      row = step == ZM_STEP_ROW ? zm_statement_column_int64 (statement, 0) : 0;
      if (step == ZM_STEP_ROW)
        g_array_append_val (rows, row);
    } while (step == ZM_STEP_ROW);

  return step == ZM_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

/* --- Rows --- */

static ZmDeviceLine *
finish_line (ZmDeviceLine *line)
{
  if (line != NULL)
    line->has_session = (gsize) line->outcome < NO_SESSION;

  return line;
}

static char *
make_choice (const gint64 *rows,
             gsize         n_rows)
{
  GString *clause = g_string_new ("WHERE line IN (");

  for (gsize i = 0; i < n_rows; i++)
    g_string_append_printf (clause, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", rows[i]);
  g_string_append_c (clause, ')');

  return g_string_free (clause, FALSE);
}

/* Takes the lines out of the list that found them. */
static void
place_lines (GPtrArray    *list,
             GPtrArray    *found,
             const gint64 *rows,
             gsize         n_rows)
{
  g_autoptr(GHashTable) by_row = g_hash_table_new (g_int64_hash, g_int64_equal);

  g_ptr_array_set_free_func (found, NULL);
  for (guint i = 0; i < found->len; i++)
    {
      ZmDeviceLine *line = finish_line (g_ptr_array_index (found, i));

      g_hash_table_insert (by_row, &line->row, line);
    }
  for (gsize i = 0; i < n_rows; i++)
    {
      g_ptr_array_add (list, g_hash_table_lookup (by_row, &rows[i]));
      g_hash_table_remove (by_row, &rows[i]);
    }
}

GPtrArray *
zm_device_query_lines (ZmDatabase    *database,
                       const gint64  *rows,
                       gsize          n_rows,
                       GError       **error)
{
  g_autoptr(GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) zm_device_query_line_free);
  g_autoptr(GPtrArray) found = NULL;
  g_autofree char *clause = NULL;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (rows != NULL || n_rows == 0, NULL);

  clause = make_choice (rows, n_rows);
  found = zm_table_list (&lines, database, clause, error, NULL);
  if (found == NULL)
    return NULL;

  place_lines (list, found, rows, n_rows);
  return g_steal_pointer (&list);
}

ZmDeviceLine *
zm_device_query_get (ZmDatabase  *database,
                     const char  *device_id,
                     GError     **error)
{
  g_return_val_if_fail (database != NULL && device_id != NULL, NULL);

  return finish_line (zm_table_get (&lines, database, "WHERE device_id = ?", error, "t",
                                    device_id));
}

gboolean
zm_device_query_count (ZmDatabase  *database,
                       gint64      *count,
                       GError     **error)
{
  g_autoptr(ZmStatement) statement =
    zm_statement_new (database, "SELECT count(*) FROM devices", error);

  if (statement == NULL || zm_statement_step (statement, error) != ZM_STEP_ROW)
    return FALSE;

  *count = zm_statement_column_int64 (statement, 0);
  return TRUE;
}

/* --- Wards --- */

static void
free_ward (ZmWardExpiry *ward)
{
  g_free (ward->ward);
  g_free (ward->key);
  g_free (ward);
}

/* The list owns what is found by name. */
typedef struct {
  GPtrArray *list;
  GHashTable *by_name;
} Wards;

static char *
make_key (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  return g_utf8_collate_key_for_filename (valid, -1);
}

static ZmWardExpiry *
need_ward (const Wards *wards,
           const char  *name)
{
  ZmWardExpiry *ward = g_hash_table_lookup (wards->by_name, name);

  if (ward != NULL)
    return ward;

  ward = g_new0 (ZmWardExpiry, 1);
  ward->ward = g_strdup (name);
  ward->key = make_key (name);
  g_ptr_array_add (wards->list, ward);
  g_hash_table_insert (wards->by_name, ward->ward, ward);
  return ward;
}

static int
compare_wards (gconstpointer a,
               gconstpointer b)
{
  const ZmWardExpiry *first = *(const ZmWardExpiry *const *) a;
  const ZmWardExpiry *second = *(const ZmWardExpiry *const *) b;
  int order = strcmp (first->key, second->key);

  return order != 0 ? order : strcmp (first->ward, second->ward);
}

static void
count_line (const Wards *wards,
            ZmStatement *statement,
            ZmInstant    now)
{
  const char *name = zm_statement_column_text (statement, 0);
  const char *end = zm_statement_column_text (statement, 1);
  gboolean revoked = zm_statement_column_int64 (statement, 2) != 0;
  ZmInstant ends_at = 0;

  /* What is no instant is told by the device's own row. */
  if (end != NULL && !zm_instant_parse_micros (end, &ends_at))
    ends_at = 0;
  need_ward (wards, name != NULL ? name : "")
  ->counts[zm_device_standing_judge (ends_at, revoked, now)]++;
}

/* The wards are sorted here, of which there are few: SQLite would sort the devices. */
GPtrArray *
zm_device_query_wards (ZmDatabase    *database,
                       ZmInstant      now,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) free_ward);
  g_autoptr(GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(ZmStatement) statement = NULL;
  const Wards wards = { list, by_name };
  ZmStep step;

  g_return_val_if_fail (database != NULL, NULL);

  statement = zm_statement_new (database, "SELECT ward, ends_at, revoked FROM " DEVICE_LINES
                                " WHERE state != 'retired'", error);
  if (statement == NULL)
    return NULL;
  while ((step = zm_statement_step (statement, error)) == ZM_STEP_ROW)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      count_line (&wards, statement, now);
    }
  if (step != ZM_STEP_DONE)
    return NULL;

  g_ptr_array_sort (list, compare_wards);
  return g_steal_pointer (&list);
}
