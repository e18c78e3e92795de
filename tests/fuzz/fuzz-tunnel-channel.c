#include "app/protocol/tunnel-channel.h"
#include "tests/fuzz/fuzz.h"
#include "usb/frame.h"

/* What two sides say about channels, seven bytes a step: who and what, then a channel (one byte, so
 * that numbers meet), then how much. Beside the rules under test stands the plain book: nobody has
 * sent more than was granted. */

#define STEP    7
#define INITIAL ZM_TUNNEL_INITIAL_CREDIT
#define WHOLE     ZM_TUNNEL_CHANNEL_BYTES_MAX

typedef struct {
  ZmTunnelChannel channel;
  guint64         granted[2];
  guint64         sent[2];
} Book;

static guint32
read_amount (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16 | (guint32) at[3] << 24;
}

static void
read_step (const guint8 *at,
           ZmSender     *sender,
           ZmTunnel     *step)
{
  static const guint8 zeros[ZM_FRAME_BODY_MAX - ZM_TUNNEL_HEADER] = { 0 };
  guint32 amount = read_amount (at + 3);

  *sender = (at[0] & 1) != 0 ? ZM_SENDER_STATION : ZM_SENDER_DEVICE;
  step->op = (ZmTunnelOp) (1 + (at[0] >> 1) % 4);
  step->channel = at[2] == 0xff ? G_MAXUINT32 - at[1] : at[1];
  if (step->op == ZM_TUNNEL_DATA)
    step->data = g_bytes_new_static (zeros, 1 + amount % sizeof zeros);
  if (step->op == ZM_TUNNEL_CREDIT)
    step->credit = amount;
}

static void
keep_book (Book           *book,
           ZmSender        sender,
           const ZmTunnel *step)
{
  ZmSender other = sender == ZM_SENDER_STATION ? ZM_SENDER_DEVICE : ZM_SENDER_STATION;

  switch (step->op)
    {
    case ZM_TUNNEL_OPEN:
      g_assert_cmpint (sender, ==, ZM_SENDER_DEVICE);
      book->sent[0] = book->sent[1] = 0;
      book->granted[0] = book->granted[1] = INITIAL;
      break;
    case ZM_TUNNEL_DATA:
      book->sent[sender] += g_bytes_get_size (step->data);
      g_assert_cmpuint (book->sent[sender], <=, book->granted[sender]);
      g_assert_cmpuint (book->sent[sender], <=, WHOLE);
      break;
    case ZM_TUNNEL_CREDIT:
      book->granted[other] += step->credit;
      g_assert_cmpuint (book->granted[other] - book->sent[other], <=, WHOLE);
      break;
    case ZM_TUNNEL_CLOSE:
    default:
      break;
    }
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  Book book = { 0 };

  for (gsize at = 0; at + STEP <= size; at += STEP)
    {
      ZmTunnelChannel before = book.channel;
      g_auto(ZmTunnel) step = { 0 };
      g_autoptr(GError) error = NULL;
      ZmSender sender;
      gboolean taken;

      read_step (data + at, &sender, &step);
      taken = zm_tunnel_channel_take (&book.channel, sender, &step, &error);
      fuzz_check (taken, &error);
      if (taken)
        keep_book (&book, sender, &step);
      else
        g_assert_cmpmem (&before, sizeof before, &book.channel, sizeof book.channel);
      g_assert_cmpuint (book.channel.opens, <=, ZM_TUNNEL_CHANNEL_OPENS_MAX);
    }
}
