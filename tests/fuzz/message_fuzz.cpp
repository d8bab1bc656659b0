// The message decoder and the session under hostile bytes: every post is answered, and what decodes encodes again.
#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/api/session.h"

using namespace thimble;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  std::int64_t id = 0;
  const auto message = decode_message(bytes, id);
  if (message.ok()) {
    std::int64_t again_id = 0;
    const auto again = decode_message(encode_message(*message), again_id);
    if (!again.ok() || again->kind != message->kind || again->blobs.size() != message->blobs.size()) std::abort();
  }
  Session session;
  session.post(bytes);
  int answers = 0;
  while (true) {
    if (session.poll()) {
      ++answers;
    } else if (!session.busy()) {
      break;
    }
  }
  if (answers == 0) std::abort();
  return 0;
}
