#pragma once

#include "app/protocol/conversation.h"

#define PAIR_TIMEOUT 5000 /* ms */

/* A station and a device that have come so far that the device may test (ZM_PHASE_REQUESTED). */
typedef struct {
  ZmConversation *station;
  ZmConversation *device;
} Pair;

void pair_set_up    (Pair          *pair,
                     gconstpointer  unused);
void pair_tear_down (Pair          *pair,
                     gconstpointer  unused);
