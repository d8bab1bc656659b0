#include "core/api/message.h"

#include <cstring>

#include "core/base/json.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"

namespace thimble {

namespace {

constexpr std::uint32_t kMagic = 0x314d4854;  // "THM1"
constexpr std::size_t kFixedBytes = 12;

void put_u32(std::vector<std::byte>& out, std::size_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::byte>(value >> shift));
}

std::uint32_t get_u32(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= static_cast<std::uint32_t>(bytes[at + i]) << (8 * i);
  return value;
}

void put_bytes(std::vector<std::byte>& out, const void* data, std::size_t size) {
  const std::size_t at = out.size();
  out.resize(at + size);
  if (size > 0) std::memcpy(out.data() + at, data, size);
}

struct Frame {
  std::string_view head;
  std::vector<std::span<const std::byte>> blobs;
};

Result<Frame> split_frame(std::span<const std::byte> bytes) {
  const auto total = static_cast<std::int64_t>(bytes.size());
  if (bytes.size() > kMaxMessageBytes) {
    return out_of_budget(format("a message of %s; at most %s are taken", bytes_text(total).c_str(),
                                bytes_text(static_cast<std::int64_t>(kMaxMessageBytes)).c_str()));
  }
  if (bytes.size() < kFixedBytes || get_u32(bytes, 0) != kMagic) return bad_data("not a message: it does not start with THM1");
  const std::uint32_t head_bytes = get_u32(bytes, 4), count = get_u32(bytes, 8);
  if (count > kMaxBlobs) return bad_data(format("%u blobs in a message; at most %zu are taken", count, kMaxBlobs));
  std::uint64_t at = kFixedBytes + 4 * std::uint64_t{count};
  if (at + head_bytes > bytes.size()) return bad_data("a message that ends before its head does");
  Frame out;
  out.head = std::string_view(reinterpret_cast<const char*>(bytes.data()) + at, head_bytes);
  at += head_bytes;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t size = get_u32(bytes, kFixedBytes + 4 * i);
    if (at + size > bytes.size()) return bad_data(format("a message that ends before its blob %u does", i));
    out.blobs.push_back(bytes.subspan(at, size));
    at += size;
  }
  if (at != bytes.size())
    return bad_data(format("%s too many at the end of a message", bytes_text(total - static_cast<std::int64_t>(at)).c_str()));
  return out;
}

}  // namespace

std::vector<std::byte> encode_message(const Message& message) {
  JsonWriter head;
  head.begin_object().field("v", kProtocolVersion).field("id", message.id);
  if (message.re != 0) head.field("re", message.re);
  head.field("kind", message.kind)
      .key("body")
      .raw(message.body)
      .field("blobs", static_cast<std::int64_t>(message.blobs.size()))
      .end_object();
  std::vector<std::byte> out;
  put_u32(out, kMagic);
  put_u32(out, head.text().size());
  put_u32(out, message.blobs.size());
  for (const Blob& blob : message.blobs) put_u32(out, blob.size());
  put_bytes(out, head.text().data(), head.text().size());
  for (const Blob& blob : message.blobs) put_bytes(out, blob.bytes().data(), blob.size());
  return out;
}

Result<Message> decode_message(std::span<const std::byte> bytes, std::int64_t& id) {
  THIMBLE_TRY(const Frame frame, split_frame(bytes));
  THIMBLE_TRY(const Json json, Json::parse(frame.head));
  const JsonValue head = json.root();
  if (!head.is_object()) return bad_data("a message's head has to be an object, not a " + std::string(head.kind()));
  const auto number = head["id"].integer();
  if (!number || *number <= 0) return bad_data("a message needs an \"id\": a whole number above 0");
  id = *number;

  Message out;
  out.id = id;
  const auto version = head["v"].integer();
  if (!version || *version != kProtocolVersion) {
    return unsupported("a message of protocol version " + head["v"].to_json() +
                           format("; this core speaks version %d", static_cast<int>(kProtocolVersion)),
                       "reload the page, so that page and core are of one build");
  }
  if (head["re"].present()) {
    const auto re = head["re"].integer();
    if (!re || *re < 0) return bad_data("\"re\" has to be the id of a request");
    out.re = *re;
  }
  const auto kind = head["kind"].text();
  if (!kind || kind->empty()) return bad_data("a message needs a \"kind\": a string");
  out.kind = *kind;
  const JsonValue body = head["body"];
  if (body.present()) {
    if (!body.is_object()) return bad_data("a message's \"body\" has to be an object, not a " + std::string(body.kind()));
    out.body = body.to_json();
  }
  const auto blobs = head["blobs"].present() ? head["blobs"].integer() : std::optional<std::int64_t>(0);
  if (!blobs || *blobs != static_cast<std::int64_t>(frame.blobs.size())) {
    return bad_data("\"blobs\" is " + head["blobs"].to_json() + format(", but %zu came with the message", frame.blobs.size()));
  }
  for (const auto blob : frame.blobs) out.blobs.emplace_back(std::vector<std::byte>(blob.begin(), blob.end()));
  return out;
}

}  // namespace thimble
