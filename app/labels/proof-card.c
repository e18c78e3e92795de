#include "config.h"

#include "app/labels/proof-card.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *name;
  const char *word;
} states[] = {
  [ZM_PROOF_GOOD] = { "good", NC_ ("proof", "Proved") },
  [ZM_PROOF_BAD] = { "bad", NC_ ("proof", "Failed") },
  [ZM_PROOF_UNKNOWN] = { "unknown", NC_ ("proof", "Not known") },
  [ZM_PROOF_REPORTED] = { "reported", NC_ ("proof", "Reported") },
};

static const struct {
  const char *name;
  const char *title;
} places[ZM_PROOF_PLACES] = {
  [ZM_PROOF_DEVICE] = { "device", N_("Device") },
  [ZM_PROOF_CONNECTION] = { "connection", N_("Connection") },
  [ZM_PROOF_SERVER] = { "server", N_("Central Station") },
  [ZM_PROOF_NEGATIVE] = { "negative", N_("What must be refused") },
};

static void
free_row (gpointer data)
{
  ZmProofFact *row = data;

  g_free (row->name);
  g_free (row->title);
  g_free (row->value);
  g_free (row->source);
  g_free (row);
}

ZmProofCard *
zm_proof_card_new (void)
{
  ZmProofCard *card = g_new0 (ZmProofCard, 1);

  card->state = ZM_PROOF_UNKNOWN;
  card->rows = g_ptr_array_new_with_free_func (free_row);

  return card;
}

void
zm_proof_card_free (ZmProofCard *card)
{
  if (card == NULL)
    return;

  g_free (card->device_id);
  g_free (card->device_label);
  g_free (card->server);
  g_free (card->session_id);
  g_free (card->when);
  g_free (card->who);
  g_free (card->verdict);
  g_ptr_array_unref (card->rows);
  g_free (card);
}

void
zm_proof_card_take (ZmProofCard  *card,
                    ZmProofPlace  place,
                    const char   *name,
                    const char   *title,
                    char         *value,
                    const char   *source,
                    ZmProofState  state)
{
  ZmProofFact *row;

  g_return_if_fail (card != NULL && name != NULL && title != NULL && value != NULL);

  row = g_new0 (ZmProofFact, 1);
  row->place = place;
  row->name = g_strdup (name);
  row->title = g_strdup (title);
  row->value = value;
  row->source = g_strdup (source);
  row->state = state;
  g_ptr_array_add (card->rows, row);
}

const ZmProofFact *
zm_proof_card_find (const ZmProofCard *card,
                    const char        *name)
{
  g_return_val_if_fail (card != NULL && name != NULL, NULL);

  for (guint i = 0; i < card->rows->len; i++)
    {
      const ZmProofFact *row = g_ptr_array_index (card->rows, i);

      if (g_str_equal (row->name, name))
        return row;
    }

  return NULL;
}

const char *
zm_proof_card_place_title (ZmProofPlace place)
{
  g_return_val_if_fail ((gsize) place < G_N_ELEMENTS (places), NULL);

  return _(places[place].title);
}

const char *
zm_proof_card_place_name (ZmProofPlace place)
{
  g_return_val_if_fail ((gsize) place < G_N_ELEMENTS (places), NULL);

  return places[place].name;
}

const char *
zm_proof_card_state_word (ZmProofState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (states), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "proof", states[state].word);
}

const char *
zm_proof_card_state_name (ZmProofState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (states), NULL);

  return states[state].name;
}

char *
zm_proof_card_to_text (const ZmProofCard *card)
{
  GString *text;

  g_return_val_if_fail (card != NULL, NULL);

  text = g_string_new (card->device_id);
  if (card->device_label != NULL)
    g_string_append_printf (text, ", %s", card->device_label);
  g_string_append_printf (text, ". %s", card->verdict);
  for (guint i = 0; i < card->rows->len; i++)
    {
      const ZmProofFact *row = g_ptr_array_index (card->rows, i);

      g_string_append_printf (text, "\n%s: %s: %s. %s", zm_proof_card_place_title (row->place),
                              row->title, row->value, zm_proof_card_state_word (row->state));
      if (row->source != NULL)
        g_string_append_printf (text, " (%s)", row->source);
    }

  return g_string_free (text, FALSE);
}
