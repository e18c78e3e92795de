#include "app/station/port-desk.h"

#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/store/transaction.h"
#include "usb/usb-port.h"

#include <string.h>

char *
zm_port_desk_get_label (ZmStation  *station,
                        const char *port)
{
  g_autoptr(ZmPortRecord) record = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (port != NULL, NULL);

  record = zm_port_record_get (zm_station_get_database (station), port, NULL);
  return record != NULL ? g_strdup (record->label) : NULL;
}

static int
compare_records (gconstpointer one,
                 gconstpointer other)
{
  const ZmPortRecord *first = *(ZmPortRecord *const *) one;
  const ZmPortRecord *second = *(ZmPortRecord *const *) other;

  return zm_usb_port_compare (first->port, second->port);
}

GPtrArray *
zm_port_desk_list (ZmStation  *station,
                   GError    **error)
{
  GPtrArray *records;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  records = zm_port_record_list (zm_station_get_database (station), error);
  if (records != NULL)
    g_ptr_array_sort (records, compare_records);

  return records;
}

/* Without what nobody sees: white space at the ends, more than one space between words. */
static char *
tidy_label (const char *label)
{
  g_auto(GStrv) words = g_strsplit_set (label, " \t", -1);
  g_autoptr(GPtrArray) kept = g_ptr_array_new ();

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0')
        g_ptr_array_add (kept, words[i]);
    }
  g_ptr_array_add (kept, NULL);

  return g_strjoinv (" ", (char **) kept->pdata);
}

/* As two names look alike to a person. */
static char *
fold_label (const char *label)
{
  g_autofree char *normal = g_utf8_normalize (label, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal, -1);
}

/* Two places of one name would be worse than none: the person takes the wrong cable. */
static gboolean
check_not_taken (GPtrArray   *records,
                 const char  *port,
                 const char  *label,
                 GError     **error)
{
  g_autofree char *folded = fold_label (label);

  for (guint i = 0; i < records->len; i++)
    {
      const ZmPortRecord *record = g_ptr_array_index (records, i);
      g_autofree char *other = fold_label (record->label);

      if (!g_str_equal (record->port, port) && g_str_equal (other, folded))
        {
          zm_error_set (error, ZM_ERROR_CONFLICT, "port.label-taken", record->port, port,
                        "Another port is called “%s” already", label);
          return FALSE;
        }
    }

  return TRUE;
}

/* Neither what cannot be seen nor what another port is called without a name. */
static gboolean
check_visible (const char  *label,
               GError     **error)
{
  const char *word = strrchr (label, ' ');
  gboolean good = !zm_usb_port_is_valid (word != NULL ? word + 1 : label);

  for (const char *at = label; *at != '\0' && good; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      good = g_unichar_isgraph (character) || character == ' ';
    }
  if (good)
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "port.label", label,
                "visible characters, and not the name of a port at the end",
                "A port cannot be called so");
  return FALSE;
}

static gboolean
check_label (const char  *port,
             const char  *label,
             GError     **error)
{
  return zm_usb_port_check (port, error) &&
         zm_device_text_check (label, ZM_PORT_DESK_LABEL_MAX, "port.label", error) &&
         check_visible (label, error);
}

static gboolean
take_label_away (ZmDatabase  *database,
                 const char  *port,
                 GError     **error)
{
  g_autoptr(GError) missing = NULL;

  if (zm_port_record_delete (database, port, &missing))
    return TRUE;
  if (!zm_error_matches (missing, ZM_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }

  zm_error_set (error, ZM_ERROR_NOT_FOUND, "port.unknown", port, "a port that has a name",
                "This desk calls the port nothing");
  return FALSE;
}

/* Inside the caller's transaction. */
static gboolean
put_label (ZmStation   *station,
           const char  *port,
           const char  *label,
           GError     **error)
{
  ZmDatabase *database = zm_station_get_database (station);
  g_autoptr(GPtrArray) records = NULL;
  const ZmPortRecord record = {
    .port = (char *) port,
    .label = (char *) label,
    .updated_at = zm_instant_now (),
  };

  if (*label == '\0')
    return take_label_away (database, port, error);

  records = zm_port_record_list (database, error);
  return records != NULL && check_not_taken (records, port, label, error) &&
         zm_port_record_put (database, &record, error);
}

static gboolean
store_label (ZmStation   *station,
             const char  *port,
             const char  *label,
             GError     **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (station), error);
  const ZmStationEvent event = {
    .action = "port.labelled",
    .port = port,
    .detail = json_pack ("{s:s}", "label", label),
  };

  if (transaction == NULL || !put_label (station, port, label, error))
    {
      json_decref (event.detail);
      return FALSE;
    }

  return zm_station_record (station, &event, error) && zm_transaction_commit (transaction, error);
}

gboolean
zm_port_desk_label (ZmStation   *station,
                    const char  *port,
                    const char  *label,
                    GError     **error)
{
  g_autofree char *tidy = NULL;
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (port != NULL, FALSE);

  if (zm_station_check_operator (station, &refusal) &&
      check_label (port, label != NULL ? label : "", &refusal))
    tidy = tidy_label (label != NULL ? label : "");
  if (tidy != NULL && store_label (station, port, tidy, &refusal))
    {
      zm_station_notify (station, "ports");
      return TRUE;
    }

  /* A port that is none, or a label that is none, has no place in the log. */
  zm_station_record_refusal (station,
                             &(ZmStationEvent) {
    .action = "port.labelled",
    .outcome = ZM_AUDIT_FAILURE,
  },
                             refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
zm_port_desk_check (ZmStation   *station,
                    const char  *port,
                    GError     **error)
{
  const ZmStationConfig *config;
  g_autofree char *allowed = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (port != NULL, FALSE);

  config = zm_station_get_config (station);
  if (config->usb_ports == NULL ||
      g_strv_contains ((const char *const *) config->usb_ports, port))
    return TRUE;

  allowed = g_strjoinv (" ", config->usb_ports);
  zm_error_set (error, ZM_ERROR_REFUSED, "port.forbidden", port, allowed,
                "No device is provisioned on this port");
  return FALSE;
}
