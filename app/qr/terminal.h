#pragma once

#include "app/qr/qr-code.h"

G_BEGIN_DECLS

typedef enum {
  ZM_TERMINAL_ANSI,  /* sets its own colours: a camera reads it on every theme */
  ZM_TERMINAL_DARK,  /* no colours, for light letters on a dark ground */
  ZM_TERMINAL_LIGHT, /* no colours, for dark letters on a light ground */
} ZmTerminalStyle;

/* The code and its quiet zone in UTF-8 half blocks, two rows of modules a line. */
char *zm_terminal_draw (const ZmQrCode  *code,
                        ZmTerminalStyle  style);

G_END_DECLS
