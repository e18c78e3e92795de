#include "config.h"

#include "app/station/guard.h"

#include "app/base/error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the guard compares with what: a row's seen value against the value that the others hold. */
typedef struct {
  const char *name;
  const char *title;
  const char *seen;
  const char *expected;
  gint        known;   /* of a row without values: -1, 0, 1; of the others: whether it applies */
  gboolean    compares;
} Row;

#define N_ROWS 9

/* The deviceId that most of the sources name; the ticket's wins a tie, since it is what the person
 * looked at, then the registry's. */
static const char *
find_majority (const char *const *sources,
               gsize              count)
{
  const char *best = NULL;
  guint most = 0;

  for (gsize i = 0; i < count; i++)
    {
      guint votes = 0;

      for (gsize j = 0; j < count && sources[i] != NULL; j++)
        votes += g_strcmp0 (sources[i], sources[j]) == 0;
      if (votes > most)
        {
          most = votes;
          best = sources[i];
        }
    }

  return best;
}

static void
fill_rows (const ZmGuardFacts *facts,
           Row                 rows[N_ROWS])
{
  const char *const ids[] = { facts->ticket_device_id, facts->record_device_id,
                              facts->tether_device_id, facts->csr_common_name };
  const char *device_id = find_majority (ids, G_N_ELEMENTS (ids));
  gboolean scanned = facts->ticket_device_id != NULL;
  const Row filled[N_ROWS] = {
    { "ticket-device", _("Device on the QR code"), facts->ticket_device_id, device_id, scanned,
      TRUE },
    { "tether-device", _("Device on the cable"), facts->tether_device_id, device_id, TRUE, TRUE },
    { "registry-record", _("Device in the registry"), facts->record_device_id, device_id, TRUE,
      TRUE },
    { "csr-cn", _("Name in the CSR"), facts->csr_common_name, device_id, TRUE, TRUE },
    { "ticket-nonce", _("Ticket is this device’s latest"), NULL, NULL,
      scanned ? facts->nonce_echoed : 1, FALSE },
    { "ticket-key", _("Key in the CSR is the one announced"), facts->csr_key_hash,
      scanned ? facts->ticket_key_hash : facts->tether_key_hash, TRUE, TRUE },
    { "code", _("Pairing code known to the device"), NULL, NULL, facts->code_proved, FALSE },
    { "possession", _("Device holds the key"), NULL, NULL, facts->possession_proved, FALSE },
    { "number", _("Number compared by a person"), NULL, NULL, facts->number_confirmed, FALSE },
  };

  memcpy (rows, filled, sizeof filled);
}

static ZmTickState
judge_row (const Row *row)
{
  if (!row->compares)
    return row->known < 0 ? ZM_TICK_PENDING : row->known ? ZM_TICK_GOOD : ZM_TICK_BAD;
  if (!row->known)
    return ZM_TICK_UNKNOWN;
  if (row->seen == NULL || row->expected == NULL)
    return ZM_TICK_PENDING;

  return g_str_equal (row->seen, row->expected) ? ZM_TICK_GOOD : ZM_TICK_BAD;
}

GPtrArray *
zm_guard_judge (const ZmGuardFacts *facts)
{
  GPtrArray *ticks = g_ptr_array_new_with_free_func (g_object_unref);
  Row rows[N_ROWS];

  g_return_val_if_fail (facts != NULL, ticks);

  fill_rows (facts, rows);
  for (gsize i = 0; i < N_ROWS; i++)
    g_ptr_array_add (ticks, zm_tick_new (rows[i].name, rows[i].title, judge_row (&rows[i]),
                                         rows[i].seen, rows[i].expected));

  return ticks;
}

/* Two identical monitors on one bench are the commonest mistake, so it has a sentence of its own. */
static void
refuse_row (const ZmGuardFacts  *facts,
            const Row           *row,
            GError             **error)
{
  g_autofree char *check = g_strconcat ("guard.", row->name, NULL);

  if (facts->ticket_device_id != NULL && facts->tether_device_id != NULL &&
      !g_str_equal (facts->ticket_device_id, facts->tether_device_id))
    zm_error_set (error, ZM_ERROR_REFUSED, check, facts->tether_device_id,
                  facts->ticket_device_id,
                  "The QR code belongs to %s, the cable goes to %s",
                  facts->ticket_device_id, facts->tether_device_id);
  else
    zm_error_set (error, ZM_ERROR_REFUSED, check, row->seen, row->expected,
                  "The wrong-device guard refuses: %s", row->title);
}

gboolean
zm_guard_accept (const ZmGuardFacts  *facts,
                 GError             **error)
{
  Row rows[N_ROWS];

  g_return_val_if_fail (facts != NULL, FALSE);

  fill_rows (facts, rows);
  for (gsize i = 0; i < N_ROWS; i++)
    {
      ZmTickState state = judge_row (&rows[i]);

      if (state == ZM_TICK_BAD || state == ZM_TICK_PENDING)
        {
          refuse_row (facts, &rows[i], error);
          return FALSE;
        }
    }

  return TRUE;
}
