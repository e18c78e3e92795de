#pragma once

#include "app/qr/frame-reading.h"
#include "app/reader/grey.h"

G_BEGIN_DECLS

/* Looks for codes in the frames of a camera, which come one after the other and show nearly the
 * same: each is looked at as it is, and where that finds nothing in one or a few of many other
 * ways, so that a code that one of them reads is read within some frames, and none takes long. */
typedef struct _ZmLiveSearch ZmLiveSearch;

ZmLiveSearch *zm_live_search_new  (void);
void          zm_live_search_free (ZmLiveSearch    *self);
/* All of the reading but its number; the texts are the search's until the next frame. */
void          zm_live_search_read (ZmLiveSearch    *self,
                                   const ZmGrey    *picture,
                                   ZmFrameReading  *reading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmLiveSearch, zm_live_search_free)

G_END_DECLS
