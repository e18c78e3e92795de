#include "app/base/sip-hash.h"

#include <string.h>

typedef struct {
  guint64 v0, v1, v2, v3;
} State;

static inline guint64
rotate (guint64 word,
        int     bits)
{
  return word << bits | word >> (64 - bits);
}

static inline guint64
load (const guint8 *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);
  return GUINT64_FROM_LE (word);
}

static inline void
mix (State *state)
{
  state->v0 += state->v1;
  state->v2 += state->v3;
  state->v1 = rotate (state->v1, 13) ^ state->v0;
  state->v3 = rotate (state->v3, 16) ^ state->v2;
  state->v0 = rotate (state->v0, 32) + state->v3;
  state->v2 += state->v1;
  state->v3 = rotate (state->v3, 21) ^ state->v0;
  state->v1 = rotate (state->v1, 17) ^ state->v2;
  state->v2 = rotate (state->v2, 32);
}

static inline void
take (State   *state,
      guint64  word)
{
  state->v3 ^= word;
  mix (state);
  state->v0 ^= word;
}

guint64
zm_sip_hash_compute (const guint8  key[ZM_SIP_KEY_LENGTH],
                     const void   *data,
                     gsize         length)
{
  const guint8 *bytes = data;
  guint64 left = load (key);
  guint64 right = load (key + sizeof left);
  guint8 last[sizeof (guint64)] = { 0 };
  gsize rest = length % sizeof (guint64);
  State state = {
    left ^ G_GUINT64_CONSTANT (0x736f6d6570736575), right ^ G_GUINT64_CONSTANT (0x646f72616e646f6d),
    left ^ G_GUINT64_CONSTANT (0x6c7967656e657261), right ^ G_GUINT64_CONSTANT (0x7465646279746573),
  };

  for (gsize i = 0; i + rest < length; i += sizeof (guint64))
    take (&state, load (bytes + i));
  if (rest > 0)
    memcpy (last, bytes + (length - rest), rest);
  last[sizeof last - 1] = (guint8) length;
  take (&state, load (last));

  state.v2 ^= 0xff;
  for (int i = 0; i < 3; i++)
    mix (&state);

  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}
