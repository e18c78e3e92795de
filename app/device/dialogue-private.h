#pragma once

#include "app/device/dialogue.h"
#include "app/protocol/conversation.h"
#include "app/protocol/pairing.h"

G_BEGIN_DECLS

/* One dialogue while it runs. dialogue.c pairs and hands out the request; dialogue-delivery.c
 * takes what comes back and reports what became of it. */
typedef struct {
  const ZmDialogueContext *context;
  ZmDevice                *device;
  const ZmOffer           *offer;
  ZmConversation          *conversation;

  char                    *session;
  ZmKey                   *key;        /* pending, or of the identity that this session brought */
  ZmCsr                   *csr;        /* that goes with it */
  guint8                   commitment[ZM_SHA256_LENGTH];
  ZmPairing                pairing;
  GPtrArray               *crls;       /* ZmCrl that came in this conversation */
  guint32                  channel;    /* the last one of the tunnel, 0 before the first */
  gboolean                 delivered;  /* a payload came in this conversation */
  ZmDialogueEnd            end;
} ZmDialogue;

/* Takes members. */
gboolean zm_dialogue_say       (ZmDialogue       *self,
                                ZmMessageType     type,
                                json_t           *members,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean zm_dialogue_take_crls (ZmDialogue       *self,
                                const ZmMessage  *message,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean zm_dialogue_install   (ZmDialogue       *self,
                                const ZmMessage  *message,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean zm_dialogue_test      (ZmDialogue       *self,
                                const ZmMessage  *message,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean zm_dialogue_identify  (ZmDialogue       *self,
                                const ZmMessage  *message,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* Through the tether, by ZmReach; data is a ZmDialogue. */
GBytes  *zm_dialogue_exchange  (gpointer               data,
                                const ZmReachRequest  *request,
                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
