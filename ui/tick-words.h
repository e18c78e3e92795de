#pragma once

#include "app/station/tick.h"
#include "ui/badge.h"

G_BEGIN_DECLS

/* What a tick's state is called depends on what was looked at. Pure. */
typedef enum {
  ZM_TICK_WORDS_GUARD, /* facts that agree or differ */
  ZM_TICK_WORDS_CLOCK, /* clocks that are right or wrong */
  ZM_TICK_WORDS_STEP,  /* steps that are done or failed */
  ZM_TICK_WORDS_TEST,  /* tests that passed or failed */
} ZmTickWords;

#define ZM_TYPE_TICK_WORDS (zm_tick_words_get_type ())
GType        zm_tick_words_get_type (void);

/* Translated. */
const char  *zm_tick_words_say      (ZmTickWords words,
                                     ZmTickState state);
ZmBadgeKind  zm_tick_words_kind     (ZmTickState state);

G_END_DECLS
