// Message: the envelope between the page and the core, and its bytes.
//   head   { "v": 1, "id": 17, "kind": "open_model", "body": {...}, "blobs": 1 }; an answer also has "re": the request's id
//   bytes  u32 magic "THM1", u32 head bytes, u32 number of blobs, u32 bytes of each blob; then the head, then the blobs.
//          All little-endian, nothing aligned. web/protocol.js reads and writes the same.
//   limits kMaxMessageBytes in all, kMaxBlobs blobs
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/blob.h"
#include "core/base/result.h"

namespace thimble {

inline constexpr std::int64_t kProtocolVersion = 1;
inline constexpr std::size_t kMaxMessageBytes = std::size_t{512} << 20;
inline constexpr std::size_t kMaxBlobs = 16;

struct Message {
  std::int64_t id = 0;   // chosen by the sender, rising
  std::int64_t re = 0;   // 0: not an answer
  std::string kind;
  std::string body = "{}";  // JSON text, an object
  std::vector<Blob> blobs = {};
};

std::vector<std::byte> encode_message(const Message& message);

// `id` gets the message's id as soon as it is known, so that a refusal can say what it refuses.
Result<Message> decode_message(std::span<const std::byte> bytes, std::int64_t& id);

}  // namespace thimble
